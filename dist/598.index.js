export const id = 598;
export const ids = [598];
export const modules = {

/***/ 40076:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  S: () => (/* binding */ publishReport),
  m: () => (/* binding */ uploadArtifact)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
var external_node_path_default = /*#__PURE__*/__webpack_require__.n(external_node_path_);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
;// CONCATENATED MODULE: ./src/summarise/files.ts
/** Writes the files of a report where later steps of the job find them. */


/**
 * Writes the files into `<temp>/actions-steward/<folder>/` and returns their absolute paths, by file name. Each file
 * is whole or not there. Throws what the file system throws.
 */
async function writeReport(tempFolder, folder, files) {
    const target = external_node_path_default().resolve(tempFolder, 'actions-steward', folder);
    await (0,promises_.mkdir)(target, { recursive: true });
    const written = new Map();
    for (const [name, content] of Object.entries(files)) {
        const file = external_node_path_default().join(target, name);
        await (0,promises_.writeFile)(`${file}.part`, content);
        await (0,promises_.rename)(`${file}.part`, file);
        written.set(name, file);
    }
    return written;
}

;// CONCATENATED MODULE: ./src/report-upload.ts
/**
 * The report as files, and as an artifact of the current run: the boundary to @actions/artifact, which is large and
 * loaded only when a report is to be uploaded.
 */


/** Through @actions/artifact, with the runtime token of the step. */
const uploadArtifact = async ({ name, folder, files }) => {
    const { DefaultArtifactClient } = await __webpack_require__.e(/* import() */ 201).then(__webpack_require__.bind(__webpack_require__, 68201));
    const { id, size } = await new DefaultArtifactClient().uploadArtifact(name, [...files], folder);
    return { id: id ?? null, sizeBytes: size ?? null };
};
/**
 * Writes the files of a report and uploads them when an artifact is asked for. GitHub Enterprise Server takes no such
 * upload: there, and where the runner offers no service, the files stay where they are and it is said. What goes
 * wrong with files or upload is data, so that it cannot hide a verdict.
 */
async function publishReport(request, world, upload) {
    const { artifactName } = request;
    const written = await writeFiles(request, world);
    if (typeof written === 'string')
        return {
            outputs: { 'report-json': '', 'report-md': '' },
            annotations: artifactName === null ? [{ level: 'warning', message: written }] : [],
            failure: artifactName === null ? null : { message: written, hint: '' },
        };
    const outputs = {
        'report-json': written.get('report.json') ?? '',
        'report-md': written.get('report.md') ?? '',
    };
    if (artifactName === null)
        return { outputs, annotations: [], failure: null };
    const files = [...written.values()];
    const folder = external_node_path_default().dirname(outputs['report-json']);
    const obstacle = obstacleOf(world);
    if (obstacle !== null) {
        const message = `The report was not uploaded as "${artifactName}": ${obstacle} Its files are in ${folder}.`;
        return { outputs, annotations: [{ level: 'notice', message }], failure: null };
    }
    try {
        const { id, sizeBytes } = await upload({ name: artifactName, folder, files });
        world.log.info(`Uploaded the report as artifact "${artifactName}" (id ${id ?? '?'}, ${sizeBytes ?? '?'} bytes).`);
        return { outputs, annotations: [], failure: null };
    }
    catch (error) {
        world.signal.throwIfAborted();
        return { outputs, annotations: [], failure: uploadFailure(artifactName, folder, error) };
    }
}
/** The files by name, or the sentence that says why they are not there. */
async function writeFiles(request, world) {
    const files = {
        'report.json': request.json,
        'report.md': request.markdown,
        ...(request.artifactName === null ? {} : { 'report.html': await request.html() }),
    };
    try {
        return await writeReport(world.context.tempFolder, request.folder, files);
    }
    catch (error) {
        return `The files of the report could not be written: ${messageOf(error)}`;
    }
}
/** Why nothing can be uploaded from here; null when it can. */
function obstacleOf({ context, results }) {
    if (context.isGhes)
        return 'GitHub Enterprise Server takes no artifacts of this kind.';
    if (results === null)
        return 'this runner offers no artifact service.';
    return null;
}
const uploadFailure = (name, folder, error) => ({
    message: `The report could not be uploaded as "${name}": ${messageOf(error)}`,
    hint: `An artifact of that name may be there already, since names are unique within a run: give report another one. The files are in ${folder}.`,
});
const messageOf = (error) => (error instanceof Error ? error.message : String(error));


/***/ }),

/***/ 31414:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ percentile)
/* harmony export */ });
/** The p-th percentile (0 to 1) of values in any order, between neighbours in proportion; null for none. */
function percentile(values, p) {
    const sorted = values.toSorted((one, other) => one - other);
    const position = (sorted.length - 1) * p;
    const below = sorted[Math.floor(position)];
    const above = sorted[Math.ceil(position)];
    if (below === undefined || above === undefined)
        return null;
    return below + (above - below) * (position - Math.floor(position));
}


/***/ }),

/***/ 79443:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ publishFinished)
/* harmony export */ });
/* harmony import */ var _report_upload_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(40076);
/** How a report leaves the mode, whatever it is of. */

/** Writes the report as JSON and Markdown, and uploads both with the HTML page when an artifact is asked for. */
const publishFinished = ({ folder, report, summary, artifactName }, world, upload) => (0,_report_upload_js__WEBPACK_IMPORTED_MODULE_0__/* .publishReport */ .S)({
    folder,
    json: `${JSON.stringify(report)}\n`,
    markdown: summary,
    html: async () => (await __webpack_require__.e(/* import() */ 262).then(__webpack_require__.bind(__webpack_require__, 21262))).renderPage(report),
    artifactName,
}, world, upload);


/***/ }),

/***/ 50693:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C2: () => (/* binding */ isPartialRerun),
/* harmony export */   RM: () => (/* binding */ mergeAttempts),
/* harmony export */   ZF: () => (/* binding */ belongsToAttempt),
/* harmony export */   s8: () => (/* binding */ isFlaky)
/* harmony export */ });
/* harmony import */ var _measure_needs_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(74618);

/** One entry a job, in the order of their ids. Two jobs with the same display name stay two. */
function mergeAttempts(executions) {
    const merged = [];
    for (const group of Map.groupBy(executions, ({ name }) => name).values())
        merged.push(...mergeOneName(group));
    return withoutUnexpanded(merged).toSorted((one, other) => one.job.id - other.job.id);
}
/**
 * A matrix or a called workflow that is skipped has one job; when a later attempt runs it, its legs come under names of
 * their own, and nothing takes the place of that one.
 */
function withoutUnexpanded(merged) {
    const newestLeg = new Map();
    for (const { job } of merged) {
        const base = (0,_measure_needs_js__WEBPACK_IMPORTED_MODULE_0__/* .baseNameOf */ .m)(job.name);
        if (base !== job.name)
            newestLeg.set(base, Math.max(newestLeg.get(base) ?? 0, job.attempt));
    }
    return merged.filter(({ job }) => {
        const isWhole = (0,_measure_needs_js__WEBPACK_IMPORTED_MODULE_0__/* .baseNameOf */ .m)(job.name) === job.name || job.name.includes('${{');
        const newest = newestLeg.get((0,_measure_needs_js__WEBPACK_IMPORTED_MODULE_0__/* .baseNameOf */ .m)(job.name)) ?? 0;
        return !(job.conclusion === 'skipped' && isWhole && newest > job.attempt);
    });
}
function mergeOneName(executions) {
    const attempts = [...Map.groupBy(executions, ({ attempt }) => attempt)].toSorted(([one], [other]) => one - other);
    let current = [];
    for (const [, jobs] of attempts)
        current = takeOver(current, jobs);
    return current;
}
/**
 * The jobs of the next attempt replace those they are re-runs of; what was not re-run stays. Of several jobs with
 * one display name a job is a re-run of the one with the same steps, and of those the one with the worst result,
 * since it is failures that are re-run.
 */
function takeOver(current, jobs) {
    const left = new Set(current.toSorted(worstFirst));
    const bySteps = Map.groupBy([...left], ({ job }) => stepsOf(job));
    const replaced = jobs.toSorted(byId).map((job) => {
        const past = bySteps.get(stepsOf(job))?.find((each) => left.has(each)) ?? left.values().next().value;
        if (past === undefined)
            return { job, earlier: [] };
        left.delete(past);
        if (!isCarriedOver(past.job, job))
            return { job, earlier: [past.job, ...past.earlier] };
        // Created anew, with a start of old: its wait is that of the job that did run.
        return { job: { ...job, createdAtMs: past.job.createdAtMs }, earlier: past.earlier };
    });
    return [...replaced, ...left];
}
const worstFirst = (one, other) => Number(one.job.conclusion === 'success') - Number(other.job.conclusion === 'success') ||
    byId(one.job, other.job);
const stepsOf = (job) => JSON.stringify([job.labels, job.steps.map(({ name }) => name)]);
/** GitHub may list a job that was not re-run once more under the next attempt, with the times of the old one. */
const isCarriedOver = (past, job) => past.startedAtMs === job.startedAtMs &&
    past.completedAtMs === job.completedAtMs &&
    past.conclusion === job.conclusion &&
    past.completedAtMs !== null;
/** Whether one commit gave a job both results: it failed in one attempt of the run and passed in another. */
function isFlaky(merged) {
    const results = [merged.job, ...merged.earlier].map(({ conclusion }) => conclusion);
    return results.includes('success') && results.some((each) => each === 'failure' || each === 'timed_out');
}
/** Whether the latest attempt re-ran only some of the jobs: then its duration compares with no whole run's. */
const isPartialRerun = (merged, latest) => latest.attempt > 1 &&
    merged.some(({ job }) => job.conclusion !== 'skipped' && !belongsToAttempt(job, latest));
/** Whether a job ran in the latest attempt, rather than being kept or carried over from an earlier one. */
const belongsToAttempt = (job, latest) => job.attempt >= latest.attempt &&
    (latest.attempt === 1 || job.completedAtMs === null || job.completedAtMs >= latest.startedAtMs);
const byId = (one, other) => one.id - other.id;


/***/ }),

/***/ 11060:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ billingOf)
/* harmony export */ });
/* harmony import */ var _measure_times_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8849);

/** GitHub bills each job on its own, rounded up to the minute. */
const billedUnitMs = 60_000;
/** Billable minutes by runner label, most minutes first, and money where `rates` gives a label a price. */
function billingOf(merged, rates) {
    const executions = merged.flatMap(({ job, earlier }) => [
        ...executionOf(job, false),
        ...earlier.flatMap((past) => executionOf(past, true)),
    ]);
    const byLabels = Map.groupBy(executions, ({ labels }) => JSON.stringify(labels));
    const labels = [...byLabels.values()]
        .map((group) => labelBilling(group, rates))
        .toSorted((one, other) => other.minutes - one.minutes);
    const priced = labels.flatMap(({ cost }) => (cost === null ? [] : [cost]));
    const unpriced = labels.filter(({ cost }) => cost === null);
    return {
        minutes: minutesOf(executions),
        supersededMinutes: minutesOf(executions.filter(({ isSuperseded }) => isSuperseded)),
        cost: priced.length === 0 ? null : roundMoney(priced.reduce((sum, cost) => sum + cost, 0)),
        unpricedMinutes: rates.size === 0 ? 0 : unpriced.reduce((sum, { minutes }) => sum + minutes, 0),
        labels,
    };
}
function executionOf(job, isSuperseded) {
    const { ranMs } = (0,_measure_times_js__WEBPACK_IMPORTED_MODULE_0__/* .timesOf */ .Qv)(job);
    if (ranMs === null)
        return [];
    return [{ labels: job.labels, minutes: Math.max(1, Math.ceil(ranMs / billedUnitMs)), isSuperseded }];
}
function labelBilling(group, rates) {
    const labels = group[0]?.labels ?? [];
    const rate = labels.map((label) => rates.get(label)).find((each) => each !== undefined) ?? null;
    const minutes = minutesOf(group);
    return {
        labels,
        executions: group.length,
        minutes,
        supersededMinutes: minutesOf(group.filter(({ isSuperseded }) => isSuperseded)),
        isSelfHosted: labels.includes('self-hosted'),
        rate,
        cost: rate === null ? null : roundMoney(rate * minutes),
    };
}
const minutesOf = (executions) => executions.reduce((sum, { minutes }) => sum + minutes, 0);
/** Rates have up to four digits after the point; sums of them shall not show the dust of binary fractions. */
const roundMoney = (amount) => Math.round(amount * 1e6) / 1e6;


/***/ }),

/***/ 74618:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ matchNeeds),
/* harmony export */   m: () => (/* binding */ baseNameOf)
/* harmony export */ });
/** Matches each id of `needs` with jobs, in the order of the ids; a job belongs to one id at most. */
function matchNeeds(needs, jobs) {
    const free = Map.groupBy(jobs, ({ name }) => baseNameOf(name));
    const found = new Map();
    const take = (id, base, match) => {
        found.set(id, { match, jobs: free.get(base) ?? [] });
        free.delete(base);
    };
    const ids = Object.keys(needs);
    const openIds = () => ids.filter((id) => !found.has(id));
    for (const id of ids)
        if (free.has(id))
            take(id, id, 'name');
    const basesByLetters = Map.groupBy([...free.keys()], lettersOf);
    for (const [letters, alike] of Map.groupBy(openIds(), lettersOf)) {
        const base = onlyOne(basesByLetters.get(letters) ?? []);
        const id = onlyOne(alike);
        if (id !== null && base !== null)
            take(id, base, 'similar');
    }
    const lastId = onlyOne(openIds());
    const lastBase = onlyOne([...free.keys()]);
    if (lastId !== null && lastBase !== null && canBe(needs[lastId]?.result ?? '', free.get(lastBase) ?? []))
        take(lastId, lastBase, 'left-over');
    return ids.map((id) => ({
        id,
        result: needs[id]?.result ?? '',
        ...(found.get(id) ?? { match: 'none', jobs: [] }),
    }));
}
const onlyOne = (items) => (items.length === 1 ? (items[0] ?? null) : null);
/** The name without what a matrix or a reusable workflow adds: `test (a, b)`, `test / unit` and `test` are `test`. */
const baseNameOf = (name) => /^(.*?)(?: \(.*| \/ .*)?$/s.exec(name)?.[1] ?? name;
/** Letters and digits in lower case; what `-`, `_` and spaces between them make no difference to. */
const lettersOf = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
/** Whether jobs with these conclusions can be what `needs` reports so; running ones cannot, since needs have ended. */
function canBe(result, jobs) {
    const conclusions = jobs.map(({ conclusion }) => conclusion);
    if (conclusions.includes(null))
        return false;
    switch (result) {
        case 'skipped':
            return conclusions.every((each) => each === 'skipped');
        case 'failure':
            return conclusions.some((each) => each !== 'success' && each !== 'skipped');
        case 'cancelled':
            return conclusions.includes('cancelled');
        default:
            return conclusions.some((each) => each !== 'skipped');
    }
}


/***/ }),

/***/ 8849:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Qv: () => (/* binding */ timesOf),
/* harmony export */   t1: () => (/* binding */ stepDuration),
/* harmony export */   tc: () => (/* binding */ durationSince)
/* harmony export */ });
const never = {
    createdMs: null,
    startMs: null,
    endMs: null,
    queuedMs: null,
    ranMs: null,
    isClamped: false,
};
/** Times of a job. A skipped job has none, whatever the API says, and one that no runner took has no run time. */
function timesOf(job) {
    if (job.conclusion === 'skipped')
        return never;
    const { createdAtMs: createdMs, completedAtMs } = job;
    if (!hasStarted(job))
        return { ...never, createdMs };
    const startMs = startOf(job);
    if (startMs === null)
        return { ...never, createdMs, endMs: completedAtMs };
    const queuedMs = createdMs === null ? null : startMs - createdMs;
    const ranMs = completedAtMs === null ? null : completedAtMs - startMs;
    return {
        createdMs: createdMs === null ? null : Math.min(createdMs, startMs),
        startMs,
        endMs: completedAtMs === null ? null : Math.max(completedAtMs, startMs),
        queuedMs: queuedMs === null ? null : Math.max(0, queuedMs),
        ranMs: ranMs === null ? null : Math.max(0, ranMs),
        isClamped: (queuedMs ?? 0) < 0 || (ranMs ?? 0) < 0,
    };
}
/** `started_at` alone does not tell: a job in the queue has one too. */
function hasStarted(job) {
    if (job.status === 'completed')
        return job.conclusion !== 'cancelled' || wasTaken(job);
    return job.status === 'in_progress';
}
const wasTaken = (job) => (job.runnerName ?? '') !== '' || job.steps.length > 0;
/**
 * When the runner began. `started_at` is sometimes the time at which the job was put into the queue, so the start
 * of its first step counts when that is later.
 */
function startOf({ startedAtMs, completedAtMs, steps }) {
    const firstMs = steps.reduce((first, step) => (step.startedAtMs === null ? first : Math.min(first ?? Infinity, step.startedAtMs)), null);
    if (startedAtMs === null)
        return firstMs;
    const isPlausible = firstMs !== null && firstMs > startedAtMs && firstMs <= (completedAtMs ?? Infinity);
    return isPlausible ? firstMs : startedAtMs;
}
/** How long a step took, clamped at 0; null for one that was skipped or has not ended. */
function stepDuration(step) {
    if (step.conclusion === 'skipped' || step.startedAtMs === null || step.completedAtMs === null)
        return null;
    return Math.max(0, step.completedAtMs - step.startedAtMs);
}
/** Start of an attempt to the end of the last of these jobs; null when none of them ended after it. */
function durationSince(startedAtMs, jobs) {
    const lastMs = jobs.reduce((last, job) => Math.max(last, timesOf(job).endMs ?? -Infinity), -Infinity);
    return lastMs < startedAtMs ? null : lastMs - startedAtMs;
}


/***/ }),

/***/ 6613:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bg: () => (/* binding */ resultOf),
/* harmony export */   CL: () => (/* binding */ nameSpan),
/* harmony export */   CW: () => (/* binding */ formatDelta),
/* harmony export */   Fg: () => (/* binding */ markOf),
/* harmony export */   Lx: () => (/* binding */ jobMark),
/* harmony export */   MH: () => (/* binding */ plainName),
/* harmony export */   Ye: () => (/* binding */ nameLink),
/* harmony export */   Zk: () => (/* binding */ isForgiven),
/* harmony export */   c3: () => (/* binding */ listOf),
/* harmony export */   l3: () => (/* binding */ groupedNames),
/* harmony export */   qZ: () => (/* binding */ statement),
/* harmony export */   s5: () => (/* binding */ timeCell)
/* harmony export */ });
/* harmony import */ var _text_format_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(98488);
/* harmony import */ var _text_markdown_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(86590);
/* harmony import */ var _measure_needs_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(74618);
/** How names, results and differences look on the page: hostile text in, safe Markdown out. */



/** Longer names are cut in the middle; report-json has them whole. */
const maxNameChars = 80;
/** Of a list of names in one line. */
const maxListed = 12;
const nameSpan = (name) => (0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .codeSpan */ .SS)(nameOrNone(name));
const nameLink = (name, url) => (0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .codeLink */ .U1)(nameOrNone(name), url);
/** A name inside a sentence that is plain text: an annotation, a log line. */
const plainName = (name) => (0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .shorten */ .ml)(name.replace(/\s+/gu, ' ').trim(), maxNameChars);
/** Longer text of a log or an error inside a sentence. */
const statement = (text) => (0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .escapeText */ .X1)((0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .shorten */ .ml)(text, 300));
const nameOrNone = (name) => (name.trim() === '' ? '(no name)' : (0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .shorten */ .ml)(name, maxNameChars));
/** `a, b and 3 more`, of parts that are safe already. */
function listOf(parts, max = maxListed) {
    const shown = parts.slice(0, max);
    const rest = parts.length - shown.length;
    return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatCount */ .B4)(rest)} more`;
}
/** Names with the legs of a matrix, and the jobs of a called workflow, counted under the name they share. */
function groupedNames(names) {
    return [...Map.groupBy(names, _measure_needs_js__WEBPACK_IMPORTED_MODULE_2__/* .baseNameOf */ .m)].map(([base, group]) => group.length === 1 ? nameSpan(group[0] ?? base) : `${nameSpan(base)}&nbsp;×${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatCount */ .B4)(group.length)}`);
}
/** A duration in the cell of a table, which does not wrap. */
const timeCell = (ms) => ms === null ? '' : (0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a3)(ms).replaceAll(' ', '&nbsp;');
/** `+2m 10s`, `−3s`, `±0s`. */
function formatDelta(deltaMs) {
    return (0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatSigned */ .Gp)(Math.abs(deltaMs) < 500 ? 0 : deltaMs, _text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a3);
}
/** One picture for each result. */
function markOf(conclusion) {
    switch (conclusion) {
        case 'success':
            return '✅';
        case 'skipped':
            return '⏭️';
        case 'cancelled':
            return '⏹️';
        case 'neutral':
            return '⚪';
        case 'action_required':
            return '✋';
        case null:
            return '⏳';
        default:
            return '❌';
    }
}
/** The mark of a job on the page: what is forgiven, and what needed another attempt, does not look like the rest. */
function jobMark(job) {
    if (job.conclusion === null)
        return '⏳';
    if (isForgiven(job))
        return '⚠️';
    if (job.isFlaky && job.conclusion === 'success')
        return '🔁';
    return markOf(job.conclusion);
}
/** Whether a job did not succeed, and the verdict lets that pass. */
const isForgiven = (job) => job.counts === 'passed' && job.conclusion !== null && !['success', 'skipped'].includes(job.conclusion);
/** The result of a job in words. */
function resultOf(job) {
    const words = (job.conclusion ?? job.status).replaceAll('_', ' ');
    if (job.conclusion === 'skipped')
        return (0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .escapeText */ .X1)(`skipped${job.counts === 'passed' ? ' (allowed)' : ''}: ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .shorten */ .ml)(job.skipReason, 160)}`);
    if (isForgiven(job))
        return (0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .escapeText */ .X1)(`${words} (${job.why.startsWith('continue-on-error') ? 'continue-on-error' : 'allowed'})`);
    if (job.isFlaky && job.conclusion === 'success')
        return (0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .escapeText */ .X1)(`${words} on attempt ${job.attempt}`);
    if (job.counts === null && job.conclusion !== 'success')
        return (0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .escapeText */ .X1)(`${words} (${job.why})`);
    return (0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .escapeText */ .X1)(words);
}


/***/ }),

/***/ 5724:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $G: () => (/* binding */ ganttChart),
/* harmony export */   Hg: () => (/* binding */ mermaidText),
/* harmony export */   L4: () => (/* binding */ maxDiagramChars),
/* harmony export */   v$: () => (/* binding */ fittingRows)
/* harmony export */ });
/* harmony import */ var _format_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(98488);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(86590);
/**
 * Mermaid gantt charts whose labels are hostile text. Mermaid's lexer takes the first rule that matches, so a
 * label that begins with `title `, `call ` or `%%` is a directive, a `:` ends it, and `#…;` is an entity. Three
 * measures keep a label a label: each one starts with a mark (an emoji), which no keyword does; every character
 * with a meaning is written as an entity; and times are milliseconds since the epoch, which never wrap.
 */


/** Mermaid refuses a longer text whole, and a diagram cannot raise it (`maxTextSize`, a secure key). */
const maxDiagramChars = 50_000;
/** A shorter bar cannot be seen, and one of no length or less does not parse. */
const minBarMs = 1000;
/** GitHub scales the chart to the page: a longer label leaves no room for the bars. */
const maxLabelChars = 44;
/** Width of a character of a row's label (font size 11), rounded up. */
const labelCharPixels = 7;
/** Mermaid's own default, also of the room on the right. */
const minLeftPadding = 75;
const rightPadding = 75;
/**
 * Width that the chart is laid out for, whatever room it gets: in a section that is folded it would get none. It is
 * scaled to the page then.
 */
const chartPixels = 1000;
/** What a mark, the space behind it and a character of a bar's label take (font size 11). */
const markPixels = 20;
const barCharPixels = 6.5;
/**
 * The code of a gantt chart, without its fence, in the viewer's local time. Bars are at least a second long. In a row
 * of one line they are pushed on where they would overlap the one before, and lose their label where it would run into
 * the one after.
 */
function ganttChart(rows, lines) {
    const pixelsPerMs = (chartPixels - leftPaddingOf(rows) - rightPadding) / spanOf(rows);
    const isLabelled = (bar, next) => lines === 'bar' || next === undefined || labelPixels(bar) <= (bar.endMs - bar.startMs) * pixelsPerMs;
    const body = rows.flatMap((row) => rowLines(row, isLabelled));
    return [...chartHead(rows, lines), ...body, ''].join('\n');
}
/** From the first start to the last end. */
function spanOf(rows) {
    const bars = rows.flatMap((row) => row.bars);
    const firstMs = bars.reduce((first, { startMs }) => Math.min(first, startMs), Infinity);
    const lastMs = bars.reduce((last, { endMs }) => Math.max(last, endMs), -Infinity);
    return Math.max(minBarMs, lastMs - firstMs);
}
const labelPixels = ({ label }) => markPixels + barCharPixels * Array.from(plainLabel(label)).length;
/**
 * As many of the rows as fit into one diagram, the first ones first; a row that does not fit is left out, and
 * the caller says how many are missing.
 */
function fittingRows(rows, maxChars) {
    let freeChars = maxChars - ganttChart([], 'row').length - String(widestPadding).length;
    return rows.filter((row) => {
        const chars = rowLines(row, () => true).reduce((sum, line) => sum + line.length + 1, 0);
        const fits = chars <= freeChars;
        if (fits)
            freeChars -= chars;
        return fits;
    });
}
function chartHead(rows, lines) {
    return [
        '---',
        ...(lines === 'row' ? ['displayMode: compact'] : []),
        'config:',
        '  gantt:',
        `    useWidth: ${chartPixels}`,
        `    leftPadding: ${leftPaddingOf(rows)}`,
        '  themeVariables:',
        `    sectionBkgColor: '${bandColour}'`,
        `    sectionBkgColor2: '${bandColour}'`,
        '---',
        'gantt',
        'dateFormat x',
        'axisFormat %H:%M:%S',
        'todayMarker off',
    ];
}
/** Mermaid's own bands are of several colours, one of them yellow, as if those rows were to be looked at. */
const bandColour = '#8c959f';
function leftPaddingOf(rows) {
    const longest = rows.reduce((most, { label }) => Math.max(most, Array.from(plainLabel(label)).length), 0);
    return Math.max(minLeftPadding, paddingOf(longest));
}
const paddingOf = (labelChars) => (labelChars + 4) * labelCharPixels;
const widestPadding = paddingOf(maxLabelChars);
/** The text of a bar whose label is left out: Mermaid wants one, and this is a space to it. */
const noLabel = '#32;';
function rowLines(row, isLabelled) {
    const lines = [`section ${row.mark} ${mermaidText(row.label)}`];
    let freeFromMs = -Infinity;
    for (const [index, bar] of row.bars.entries()) {
        const startMs = Math.max(Math.round(bar.startMs), freeFromMs);
        const endMs = Math.max(Math.round(bar.endMs), startMs + minBarMs);
        freeFromMs = endMs;
        const tag = bar.style === 'plain' ? '' : `${bar.style}, `;
        const text = isLabelled(bar, row.bars[index + 1]) ? `${bar.mark} ${mermaidText(bar.label)}` : noLabel;
        lines.push(`${text} :${tag}${startMs}, ${endMs}`);
    }
    return lines;
}
const plainLabel = (text) => (0,_format_js__WEBPACK_IMPORTED_MODULE_0__/* .shorten */ .ml)((0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .cleanLine */ .Ow)(text), maxLabelChars);
/**
 * What means something neither to Mermaid's lexer, nor to its entity decoder, nor in the SVG that it becomes:
 * letters, digits, pictures and a little punctuation. All else goes in as an entity.
 */
const meaningful = /[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}\u200D ()[\]/.,@+=_…\uFFFD-]/gu;
/** A hostile text as it may stand in a label of a diagram, after a mark: one line, its middle cut out when long. */
const mermaidText = (text) => plainLabel(text).replace(meaningful, (character) => `#${character.codePointAt(0) ?? 0};`);


/***/ })

};
