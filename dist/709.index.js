export const id = 709;
export const ids = [709];
export const modules = {

/***/ 18709:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  reportRun: () => (/* binding */ reportRun),
  summariseRun: () => (/* binding */ summariseRun)
});

// EXTERNAL MODULE: ./src/report-upload.ts + 1 modules
var report_upload = __webpack_require__(40076);
// EXTERNAL MODULE: ./src/summarise/publish.ts
var publish = __webpack_require__(79443);
// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(83916);
;// CONCATENATED MODULE: ./src/summarise/run/address.ts
/** Which run to summarise. */

/**
 * The run of `run-id`; else, under `workflow_run` without `needs`, the run that triggered this one; else the current
 * run. Throws UserError where that is no run, or more than one.
 */
function runAddress(inputs, context) {
    const repository = repositoryOf(inputs, context);
    const [given, ...others] = inputs.selectors.runIds ?? [];
    if (others.length > 0)
        throw new errors/* UserError */.yo(`run-id names ${others.length + 1} runs, and a summary is of one.`, {
            hint: 'Give one id, and a step for each run.',
        });
    if (given !== undefined)
        return addressOf(given.repository ?? repository, given.id, context);
    if (!isSame(repository, context.repository))
        throw new errors/* UserError */.yo(`Which run of ${repository.owner}/${repository.name} to summarise is not said.`, {
            hint: 'Give run-id: only in the repository of this workflow is there a current run.',
        });
    const triggering = inputs.needs === null ? triggeringRun(context) : null;
    const runId = triggering ?? context.runId;
    if (runId === null)
        throw new errors/* UserError */.yo('There is no current run to summarise.', { hint: 'Give run-id.' });
    return addressOf(repository, runId, context);
}
const addressOf = (repository, runId, context) => ({
    repository,
    runId,
    isCurrentRun: runId === context.runId && isSame(repository, context.repository),
});
function repositoryOf({ repositories }, context) {
    const [line, ...others] = repositories.includes;
    if (line === undefined && context.repository !== null)
        return context.repository;
    if (line?.name.isLiteral === true && others.length === 0)
        return { owner: line.owner, name: line.name.source };
    throw new errors/* UserError */.yo('repository has to name one repository, to summarise a run of it.', {
        hint: 'Write one owner/name; several of them and patterns are for target: repository.',
    });
}
/** The run whose completion (or request) started this one. */
function triggeringRun({ event, payload }) {
    if (event !== 'workflow_run')
        return null;
    const run = payload['workflow_run'];
    const id = isRecord(run) ? run['id'] : null;
    return typeof id === 'number' && Number.isSafeInteger(id) ? id : null;
}
/** The default branch that the event names, when it is of that repository. */
function defaultBranchOf({ payload, repository: own }, repository) {
    const described = payload['repository'];
    const branch = isRecord(described) ? described['default_branch'] : null;
    return typeof branch === 'string' && branch !== '' && isSame(repository, own) ? branch : null;
}
const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** GitHub's names have no case. */
const isSame = (one, other) => one.owner.toLowerCase() === other?.owner.toLowerCase() &&
    one.name.toLowerCase() === other.name.toLowerCase();

// EXTERNAL MODULE: ./node_modules/p-limit/index.js + 1 modules
var p_limit = __webpack_require__(70370);
;// CONCATENATED MODULE: ./src/summarise/run/pages.ts
/** Listings of a report: read in parallel, and at most so far; what changes meanwhile is read the next time. */

/** The most that a page of GitHub's API holds. */
const pageSize = 100;
/** Requests at once; GitHub asks for few. */
const concurrency = 6;
/** All items of a listing, up to so many pages, in GitHub's order. */
async function readPages(fetchPage, maxPages) {
    const first = await fetchPage(1);
    if (!first.hasNext)
        return first.items;
    const known = Math.ceil((first.totalCount ?? 0) / pageSize);
    const limit = (0,p_limit/* default */.A)(concurrency);
    const rest = Array.from({ length: Math.max(0, Math.min(known, maxPages) - 1) }, (_, index) => index + 2);
    const pages = [first, ...(await Promise.all(rest.map((page) => limit(() => fetchPage(page)))))];
    // What was added meanwhile, and listings that do not say how long they are.
    while (pages.at(-1)?.hasNext === true && pages.length < maxPages)
        pages.push(await fetchPage(pages.length + 1));
    return pages.flatMap(({ items }) => items);
}

;// CONCATENATED MODULE: ./src/summarise/run/gather-baseline.ts

/** SPEC: jobs are compared with the newest five. */
const maxRunsWithJobs = 5;
/** A run of a thousand jobs costs ten requests; so many pages of jobs are what a comparison is worth. */
const maxJobPages = 15;
/** Runs of forks from a branch of the same name are passed over; so far back is looked for others. */
const maxRunPages = 3;
/**
 * Successful runs of the workflow on the branch that compare, newest first, the newest ones with their jobs; and the
 * newest success of all, which may be a re-run.
 */
async function gatherBaseline(github, request) {
    const found = [];
    for (let page = 1; page <= maxRunPages; page += 1) {
        const { items, hasNext } = await github.listRuns(request.repository, queryOf(request, 'success'), page);
        found.push(...items.filter((run) => isOfBranch(run, request)));
        if (!hasNext || found.length >= request.runs)
            break;
    }
    const byAge = found.toSorted(newestFirst);
    const runs = comparable(byAge).slice(0, request.runs);
    const pagesOfOne = Math.max(1, Math.ceil(request.jobCount / pageSize));
    const sampleSize = Math.max(1, Math.min(maxRunsWithJobs, Math.floor(maxJobPages / pagesOfOne)));
    const read = await Promise.all(runs.map(async (run, index) => ({
        run,
        jobs: index < sampleSize ? await listJobs(github, request.repository, run) : null,
    })));
    return { facts: { branch: request.branch, runs: read, red: null }, newest: byAge[0] ?? null };
}
/** A re-run of a few failed jobs is short; re-runs count only when there is nothing else. */
function comparable(runs) {
    const whole = runs.filter(({ attempt }) => attempt === 1);
    return whole.length > 0 ? whole : runs;
}
/**
 * The newest failed run of the branch with its jobs, when no run has succeeded there since: then a failure may be
 * inherited. Null when the branch is green.
 */
async function gatherRedBaseline(github, request, newestSuccess) {
    const { items } = await github.listRuns(request.repository, queryOf(request, 'failure'), 1);
    const [newest] = items.filter((run) => isOfBranch(run, request)).toSorted(newestFirst);
    if (newest === undefined)
        return null;
    const isRed = newestSuccess === null || newestFirst(newest, newestSuccess) < 0;
    return isRed ? { run: newest, jobs: await listJobs(github, request.repository, newest) } : null;
}
const queryOf = ({ run, branch }, status) => ({
    workflow: run.workflowId,
    branch,
    status,
});
/** A fork's `main` is not the baseline: GitHub filters by the branch's name alone. */
const isOfBranch = (run, { run: compared, branch }) => run.id !== compared.id && run.headBranch === branch && run.headRepositoryId === run.repositoryId;
const newestFirst = (one, other) => other.createdAtMs - one.createdAtMs || other.id - one.id;
const listJobs = (github, repository, run) => readPages((page) => github.listJobs({ repository, runId: run.id }, 'latest', page), maxJobPages);

// EXTERNAL MODULE: ./src/summarise/run/measure-attempts.ts
var measure_attempts = __webpack_require__(50693);
// EXTERNAL MODULE: ./src/summarise/run/measure-needs.ts
var measure_needs = __webpack_require__(74618);
;// CONCATENATED MODULE: ./src/summarise/run/measure-scope.ts
/**
 * What the gate judges: with `needs`, those jobs, leg by leg, and what `require` names; without, all jobs.
 */
function scopeOf({ jobs: read, needs, rules }) {
    const jobs = read ?? [];
    if (needs === null)
        return jobs.map((job) => scoped(job, []));
    const standIns = standInsOf({ jobs, needs, rules });
    const explained = new Set(standIns.flatMap((item) => item.needs));
    const ofNeeds = needs.flatMap((need) => {
        const legs = need.jobs.map((job) => scoped(job, [need]));
        const isShown = explained.has(need) || (legs.length > 0 && agrees(need));
        return isShown ? legs : [...legs, { kind: 'need', need }];
    });
    const known = new Set([...needs.flatMap((need) => need.jobs), ...standIns.map(({ job }) => job)]);
    const required = jobs.filter((job) => !known.has(job) && takes(rules.require, job.name));
    return [...ofNeeds, ...standIns, ...required.map((job) => scoped(job, []))];
}
const scoped = (job, needs) => ({
    kind: 'job',
    job,
    needs,
    isStandIn: false,
});
/** Whether some line of the list means this name; excludes are refused in lists that allow. */
const takes = (list, name) => list !== null && list.includes.some((pattern) => pattern.matches(name));
function outcomeOf({ conclusion }) {
    switch (conclusion) {
        case null:
            return 'open';
        case 'success':
        case 'neutral':
            return 'passed';
        case 'cancelled':
        case 'skipped':
            return conclusion;
        default:
            return 'failure';
    }
}
/**
 * Whether the jobs of an id can have the result that `needs` gives it. A failed job under a result of `success`
 * can: that is continue-on-error. A job that has not ended may still turn out so.
 */
function agrees(need) {
    const outcomes = need.jobs.map(outcomeOf);
    if (outcomes.includes('open'))
        return true;
    switch (need.result) {
        case 'failure':
            return outcomes.includes('failure');
        case 'cancelled':
            return outcomes.includes('cancelled') || outcomes.includes('failure');
        case 'skipped':
            return outcomes.includes('skipped');
        default:
            return true;
    }
}
/**
 * Jobs with names of their own that ids without a job must stand behind: a failed id has a failed job, and so on. They
 * are judged in place of the ids, so that they can be named and allowed one by one. Where that could let an id pass
 * whose job is another one, the id is judged by itself.
 */
function standInsOf({ jobs, needs, rules, }) {
    const unmatched = (needs ?? []).filter(({ match }) => match === 'none');
    if (unmatched.length === 0)
        return [];
    const known = new Set((needs ?? []).flatMap((need) => need.jobs));
    const free = jobs.filter((job) => !known.has(job));
    const isCancelled = (job) => outcomeOf(job) === 'cancelled' && !isAllowedByName(job, rules);
    // Legs that failed are in the company of legs that were cancelled.
    const company = (result) => (result === 'failure' ? free.filter(isCancelled) : []);
    return ['failure', 'cancelled', 'skipped'].flatMap((result) => {
        const ids = unmatched.filter((need) => need.result === result);
        const alike = free.filter((job) => outcomeOf(job) === result);
        // Each id has a job of its own.
        if (ids.length === 0 || alike.length < ids.length)
            return [];
        const wouldPass = alike.every((job) => isAllowedByName(job, rules));
        const others = [...free.filter(isOpen), ...passedAllTheSame(needs ?? [], result), ...company(result)];
        if (wouldPass && others.length > 0)
            return [];
        // Of skipped jobs there may be many that nobody needs, and no log is lost when they are not named.
        if (result === 'skipped' && !wouldPass && alike.length > ids.length)
            return [];
        return alike.map((job) => ({ kind: 'job', job, needs: ids, isStandIn: true }));
    });
}
const isOpen = (job) => outcomeOf(job) === 'open';
/** Jobs with this outcome under an id that succeeded: the name may have led to the wrong id. */
const passedAllTheSame = (needs, outcome) => needs.flatMap((need) => need.result === 'success' ? need.jobs.filter((job) => outcomeOf(job) === outcome) : []);
function isAllowedByName(job, rules) {
    if (takes(rules.require, job.name))
        return false;
    const outcome = outcomeOf(job);
    return (takes(rules.allowFailure, job.name) ||
        (outcome === 'skipped' && takes(rules.allowSkip, job.name)) ||
        (outcome === 'cancelled' && rules.onCancelled === 'ignore'));
}
/** Ids that no job stands for, while a job that may belong to one has not ended. */
function waitingIds(input) {
    const { jobs, needs } = input;
    const known = new Set((needs ?? []).flatMap((need) => need.jobs));
    if (!(jobs ?? []).some((job) => isOpen(job) && !known.has(job)))
        return 0;
    return scopeOf(input).filter((item) => item.kind === 'need' && item.need.match === 'none' && item.need.result !== 'success').length;
}

;// CONCATENATED MODULE: ./src/summarise/run/measure-settle.ts



/** How far the jobs (without this step's own) are from what the gate needs to know. */
function openness(jobs, needs, rules) {
    const latest = (0,measure_attempts/* mergeAttempts */.RM)(jobs).map(({ job }) => job);
    const matched = needs === null ? null : (0,measure_needs/* matchNeeds */.b)(needs, latest);
    const input = { jobs: latest, needs: matched, rules };
    const contradicted = (matched ?? []).filter((need) => need.jobs.length > 0 && !agrees(need));
    return {
        running: scopeOf(input).filter((item) => item.kind === 'job' && item.job.conclusion === null).length,
        disagreeing: contradicted.length + waitingIds(input),
    };
}
/**
 * The job that this step is in: by id; else the one in progress on this runner that started last; else, since this
 * one is, the only one in progress. Null where none of them finds it.
 */
function findOwnJob(jobs, { jobId, runnerName }) {
    const byId = jobs.find(({ id }) => id === jobId);
    if (byId !== undefined)
        return byId;
    const running = jobs.filter(({ status }) => status === 'in_progress');
    const [onRunner] = running
        .filter((job) => runnerName !== '' && job.runnerName === runnerName)
        .toSorted((one, other) => (other.startedAtMs ?? 0) - (one.startedAtMs ?? 0));
    const [only, ...others] = running;
    return onRunner ?? (others.length === 0 ? (only ?? null) : null);
}
/** Without the job that this step is in, and what it was in earlier attempts. */
const withoutOwn = (jobs, own) => own === null
    ? jobs
    : jobs.filter((job) => job.id !== own.id && (job.name !== own.name || job.attempt === own.attempt));
/** The newer state of each job, and what came anew; a job is told by its id. */
const updateJobs = (known, news) => [
    ...new Map([...known, ...news].map((job) => [job.id, job])).values(),
];

;// CONCATENATED MODULE: ./src/summarise/run/gather-jobs.ts
/** Reads the jobs of a run until they have settled: the API lags behind what has already ended. */



/** GitHub re-runs a run at most 50 times, and 1,000 jobs a run are the most that it is built for: 500 pages are more than enough. */
const maxPages = 500;
/** How long to wait between two looks: short at first, since most lags are of seconds. */
const settleDelaysMs = [2000, 4000, 8000, 12_000, 15_000];
/** All jobs have ended, yet `needs` says something else: a lag of seconds, or two names that only look alike. */
const disagreementTimeoutMs = 10_000;
/** Every execution of every attempt. Polls while jobs in scope are open, at most for the settle time-out. */
async function gatherJobs(request, world) {
    const list = (filter) => readPages((page) => world.github.listJobs(request.run, filter, page), maxPages);
    let jobs = await list('all');
    const beganMs = world.clock.now();
    for (let look = 0;; look += 1) {
        const waitedMs = look === 0 ? 0 : world.clock.now() - beganMs;
        const leftMs = openTimeMs(jobs, request) - waitedMs;
        if (leftMs <= 0 || !request.canAfford())
            return factsOf(jobs, request, waitedMs);
        const delayMs = settleDelaysMs[Math.min(look, settleDelaysMs.length - 1)] ?? leftMs;
        await world.clock.sleep(Math.min(delayMs, leftMs), world.signal);
        try {
            jobs = updateJobs(jobs, await list('latest'));
        }
        catch (error) {
            // What was read is still worth a report, which says that it has not settled.
            if (!(error instanceof errors/* ApiError */.hD))
                throw error;
            world.log.warning(error.message);
            return factsOf(jobs, request, world.clock.now() - beganMs);
        }
    }
}
/** For how long, from the first look on, it is worth waiting for what is still open; 0 for nothing. */
function openTimeMs(jobs, { own, needs, rules, settleTimeoutMs }) {
    const others = withoutOwn(jobs, own === null ? null : findOwnJob(jobs, own));
    const { running, disagreeing } = openness(others, needs, rules);
    if (running > 0)
        return settleTimeoutMs;
    return disagreeing > 0 ? Math.min(settleTimeoutMs, disagreementTimeoutMs) : 0;
}
function factsOf(jobs, { own }, waitedMs) {
    const ownJob = own === null ? null : findOwnJob(jobs, own);
    return { jobs: withoutOwn(jobs, ownJob), ownName: ownJob?.name ?? null, waitedMs };
}

;// CONCATENATED MODULE: ./src/summarise/log.ts
/**
 * A job's log as GitHub stores it, made readable: the part of one step, without time stamps, colours and marks, and
 * of that the lines that tell what went wrong.
 */
/** Longer lines are cut: minified bundles and base64 tell nobody anything. */
const maxLineChars = 400;
/** Lines around an error that belong to it: the name of the test before, the values or a frame of the stack after. */
const errorContext = [0, -1, 1, 2];
/** The part of a step that tells what went wrong, in at most that many lines (and `…` where some are left out). */
function excerptOf(tail, step, maxLines) {
    const part = partOf(parseLines(tail), step, tail.startsAtTop);
    const shown = withoutHeader(part.lines).filter(({ mark }) => mark !== 'endgroup');
    return {
        lines: pickLines(shown, maxLines),
        totalLines: shown.length,
        errorLine: part.hasStart ? numberOfError(part.lines) : null,
        signals: signalsIn(part.lines),
    };
}
/** The first and the last moment that the tail tells of; null where no line has a time. */
function spanOf(tail) {
    const times = parseLines(tail).flatMap(({ timeMs }) => (timeMs === null ? [] : [timeMs]));
    const [firstMs] = times;
    const lastMs = times.at(-1);
    return firstMs === undefined || lastMs === undefined ? null : { firstMs, lastMs };
}
/** What is equal in the excerpts of several legs that failed alike: all but numbers and ids. */
const excerptKey = (excerpt) => excerpt.lines.map((line) => line.replace(/\b[0-9a-f]{7,64}\b|\d+/gi, '0')).join('\n');
/** `2026-01-31T12:34:56.1234567Z `. */
const timeStamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z) ?/;
const lineMark = /^##\[([a-z-]+)\]/;
/** Colours, cursor moves and titles: what begins with ESC (or its one-byte form) in a terminal's output. */
const terminalSequences = new RegExp([
    String.raw `(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]`,
    String.raw `\u001B\][^\u0007\u001B]*(?:\u0007|\u001B\\)?`,
    String.raw `\u001B[ -/]*[0-~]`,
].join('|'), 'g');
function parseLines(tail) {
    // A log begins with a byte order mark.
    const raw = tail.text.replace(/^\uFEFF/, '').split('\n');
    if (!tail.startsAtTop)
        raw.shift();
    if (raw.at(-1) === '')
        raw.pop();
    let timeMs = null;
    return raw.map((line) => {
        const stamp = timeStamp.exec(line);
        if (stamp !== null)
            timeMs = Date.parse(stamp[1] ?? '');
        const body = lastOverwrite(line.slice(stamp?.[0].length ?? 0)).replace(terminalSequences, '');
        const mark = lineMark.exec(body);
        const text = body
            .slice(mark?.[0].length ?? 0)
            .replaceAll('\t', '    ')
            .trimEnd();
        return { text: cut(text), timeMs, mark: mark?.[1] ?? '' };
    });
}
/** A progress bar writes its line again and again, each time after a carriage return: the last one stays. */
const lastOverwrite = (line) => line.split('\r').findLast((each) => each.trim() !== '') ?? '';
const cut = (text) => (text.length <= maxLineChars ? text : `${text.slice(0, maxLineChars)}…`);
/** The lines of one step, from its header to its last error. A log has no marks for steps, only times and groups. */
function partOf(lines, step, startsAtTop) {
    const fromMs = step.startedAtMs ?? -Infinity;
    // The API cuts times to the second, the log does not.
    const toMs = (step.completedAtMs ?? Infinity) + 1000;
    const first = lines.findIndex(({ timeMs }) => timeMs !== null && timeMs >= fromMs);
    const last = lines.findLastIndex(({ timeMs }) => timeMs !== null && timeMs < toMs);
    const isFound = first !== -1 && last >= first;
    const window = isFound ? lines.slice(first, last + 1) : lines;
    const hasStart = isFound && (first > 0 || startsAtTop);
    const own = hasStart ? window.slice(headerOf(window, step)) : window;
    const lastError = own.findLastIndex(({ mark }) => mark === 'error');
    return { lines: lastError === -1 ? own : own.slice(0, lastError + 1), hasStart };
}
/** Where the step begins in the lines of its time: steps before it may have begun in the same second. */
function headerOf(window, { startedAtMs, startedBeforeInSecond }) {
    const endOfSecondMs = (startedAtMs ?? -Infinity) + 1000;
    const headers = window.flatMap((line, index) => (isHeader(line) ? [{ index, timeMs: line.timeMs }] : []));
    const sameSecond = headers.filter(({ timeMs }) => (timeMs ?? Infinity) < endOfSecondMs);
    return (sameSecond[startedBeforeInSecond] ?? headers[0])?.index ?? 0;
}
/** Every step that runs a script or an action begins with this group. */
const isHeader = ({ mark, text }) => mark === 'group' && text.startsWith('Run ');
/** Without the group that repeats the step's script and its environment. */
function withoutHeader(lines) {
    const [first] = lines;
    if (first === undefined || !isHeader(first))
        return lines;
    return lines.slice(lines.findIndex(({ mark }) => mark === 'endgroup') + 1);
}
/** The line number that GitHub's page gives the first error of a step; it does not count the ends of groups. */
function numberOfError(lines) {
    const told = lines.findIndex((line) => isError(line));
    const position = told === -1 ? lines.findIndex(({ mark }) => mark === 'error') : told;
    return position === -1
        ? null
        : lines.slice(0, position + 1).filter(({ mark }) => mark !== 'endgroup').length;
}
/** What compilers, test runners and shells begin or mark an error with. */
const errorStart = /^\s*(?:[✕✗✘❌×]|not ok\b|--- FAIL\b|FAIL(?:ED|URE)?\b|Traceback \(most|panic:|E {3,}\S|npm (?:ERR!|error\b))/;
const errorAnywhere = /\b(?:[A-Za-z]*(?:Error|Exception)\b|error(?:\[\w+\])?:|error TS\d|fatal(?: error)?:|FAILED\b|[Aa]ssertion failed|Segmentation fault|undefined reference|command not found|No such file or directory)/;
/** A count of nothing is no error; the exit code is the last word and says least. */
const noError = /\b(?:0|no) (?:errors?|failures?|failed)\b|^Process completed with exit code \d+\.?$/i;
const isError = ({ mark, text }) => !noError.test(text) && (mark === 'error' || errorStart.test(text) || errorAnywhere.test(text));
/** Errors first, each with the lines around it; the end of the step fills up what is left. In their order. */
function pickLines(lines, maxLines) {
    if (lines.length <= maxLines)
        return lines.map(({ text }) => text);
    const errors = lines.flatMap((line, index) => (isError(line) ? [index] : []));
    const around = new Set(errors.flatMap((index) => errorContext.map((offset) => index + offset)));
    const inRange = [...around].filter((index) => index >= 0 && index < lines.length);
    const picked = new Set(inRange.slice(0, Math.ceil((maxLines * 2) / 3)));
    for (let index = lines.length - 1; picked.size < maxLines; index -= 1)
        picked.add(index);
    return withGaps([...picked].toSorted((one, other) => one - other), lines);
}
const withGaps = (picked, lines) => picked.flatMap((index, position) => {
    const isAfterGap = index !== (picked[position - 1] ?? -1) + 1;
    const text = lines[index]?.text ?? '';
    return isAfterGap ? ['…', text] : [text];
});
/** What the runner and the usual tools say when it is not the code, worst first. */
const signalPatterns = [
    { kind: 'runner-lost', pattern: /lost communication with the server/i },
    { kind: 'shutdown', pattern: /received a shutdown signal/i },
    { kind: 'timeout', pattern: /exceeded the maximum execution time/i },
    { kind: 'no-space', pattern: /no space left on device|\bENOSPC\b/i },
    { kind: 'memory', pattern: /\bout of memory\b|\bOOMKilled\b|cannot allocate memory|exit code 137\b/i },
    { kind: 'download', pattern: /(?:unable|failed) to download action/i },
    {
        kind: 'network',
        pattern: /could not resolve host|temporary failure in name resolution|\bEAI_AGAIN\b|\bETIMEDOUT\b|\bECONNRESET\b|TLS handshake timeout|toomanyrequests|\b(?:502 Bad Gateway|503 Service Unavailable|504 Gateway Time-?out)\b/i,
    },
];
/** Signals count in errors and at the end only: a test may well print "no space left" and pass. */
function signalsIn(lines) {
    const told = lines.filter(({ mark }, index) => mark === 'error' || index >= lines.length - linesOfTheEnd);
    return signalPatterns.flatMap(({ kind, pattern }) => {
        const line = told.find(({ text }) => pattern.test(text));
        return line === undefined ? [] : [{ kind, line: line.text.trim() }];
    });
}
const linesOfTheEnd = 5;

;// CONCATENATED MODULE: ./src/summarise/run/measure-fault.ts
/** Whether a job ran and failed, so that its log says why; GitHub may add to the ways to fail. */
const hasFailed = ({ conclusion }) => conclusion !== null && !noFailures.has(conclusion);
const noFailures = new Set([
    'success',
    'neutral',
    'skipped',
    'cancelled',
    'action_required',
    'stale',
]);
/** Whether a job was stopped on a runner: a job's own time-out comes out as `cancelled` as well. */
const wasStopped = (job) => job.conclusion === 'cancelled' && job.steps.length > 0;
/** The step that a failed or stopped job ended in; null where none shows it. */
const failedStep = (job) => job.steps.find(({ conclusion }) => conclusion === 'failure' || conclusion === 'timed_out') ??
    job.steps.find(({ conclusion }) => conclusion === 'cancelled') ??
    job.steps.find(({ status }) => status === 'in_progress') ??
    null;
/** Where to look for that step in the job's log; without a step, anywhere. */
function logStepOf(job) {
    const step = failedStep(job);
    if (step === null)
        return { startedAtMs: null, completedAtMs: null, startedBeforeInSecond: 0 };
    const { startedAtMs, completedAtMs } = step;
    const inSameSecond = job.steps.filter(
    // The first step sets the job up, and has no header in the log.
    (each) => each.number > 1 &&
        each.number < step.number &&
        each.conclusion !== 'skipped' &&
        each.startedAtMs === startedAtMs);
    return { startedAtMs, completedAtMs, startedBeforeInSecond: inSameSecond.length };
}
/** Judges one failed job. */
function faultOf(merged, log, baseline) {
    const findings = [
        ...fromMachine(merged.job, log),
        ...fromAttempts(merged),
        ...fromBaseline(merged.job, baseline),
    ].toSorted((one, other) => other.strength - one.strength);
    return {
        kind: findings[0]?.kind ?? 'unknown',
        evidence: findings.map(({ statement }) => statement),
    };
}
const signalTexts = {
    'runner-lost': { strength: 9, text: 'the runner was lost' },
    shutdown: { strength: 9, text: 'the runner was shut down' },
    timeout: { strength: 9, text: 'it ran out of time' },
    'no-space': { strength: 8, text: 'the disk was full' },
    download: { strength: 8, text: 'an action could not be downloaded' },
    memory: { strength: 5, text: 'it was killed, as when memory runs out' },
    network: { strength: 5, text: 'a network or a server failed' },
};
function fromMachine(job, log) {
    const signals = log?.kind === 'read' ? log.excerpt.signals : [];
    const told = signals.map(({ kind, line }) => {
        const { strength, text } = signalTexts[kind];
        return { kind: 'infrastructure', strength, statement: `${text}: “${line}”` };
    });
    if (told.length > 0)
        return told;
    const finding = (statement) => [
        { kind: 'infrastructure', strength: 8, statement },
    ];
    if (job.conclusion === 'timed_out')
        return finding('it ran out of time');
    if (job.conclusion === 'startup_failure')
        return finding('it could not be started');
    if (job.steps.some(({ status }) => status === 'in_progress'))
        return finding('a step never ended, as when a runner is lost');
    return [];
}
function fromAttempts({ earlier }) {
    const passed = earlier.find(({ conclusion }) => conclusion === 'success');
    if (passed !== undefined) {
        const statement = `it passed in attempt ${passed.attempt} of this run, on the same commit`;
        return [{ kind: 'flaky', strength: 7, statement }];
    }
    const failures = earlier.filter(hasFailed).length;
    if (failures === 0)
        return [];
    const times = failures === 1 ? 'an earlier attempt' : `${failures} earlier attempts`;
    return [{ kind: 'this-change', strength: 1, statement: `it failed in ${times} of this run too` }];
}
function fromBaseline(job, baseline) {
    if (baseline === null)
        return [];
    const { branch, red } = baseline;
    if (red?.failedJobs.has(job.name) === true)
        return [
            { kind: 'inherited', strength: 6, statement: `it fails on ${branch} too, in run #${red.run.number}` },
        ];
    const passed = baseline.jobs.get(job.name)?.size ?? 0;
    const { runsWithJobs } = baseline;
    const sample = runsWithJobs === 1
        ? `the newest successful run on ${branch}`
        : `the newest ${runsWithJobs} successful runs on ${branch}`;
    if (passed > 0) {
        const share = passed === runsWithJobs ? (passed === 1 ? '' : 'all of ') : `${passed} of `;
        return [{ kind: 'this-change', strength: 3, statement: `it passed in ${share}${sample}` }];
    }
    return runsWithJobs > 0 && !baseline.jobNames.has(job.name)
        ? [
            {
                kind: 'this-change',
                strength: 2,
                statement: `there is no such job in ${sample}, so it is new or renamed`,
            },
        ]
        : [];
}

;// CONCATENATED MODULE: ./src/summarise/run/gather-logs.ts
/** Reads the ends of the logs of failed jobs: as much as it takes to find the step that failed. */





/** Each log costs a request; legs of a matrix that fail, fail alike as a rule. */
const maxLogs = 12;
/** Jobs that were stopped say little, unless it was a time-out. */
const maxStoppedLogs = 2;
const gather_logs_concurrency = 4;
/** Most failing steps end within so much of the log's end… */
const firstTailBytes = 512 * 1024;
/** …and for those that do not, so much is read once more. */
const largestTailBytes = 4 * 1024 * 1024;
/** A server without ranges sends the whole log; a longer one is given up. */
const maxWholeBytes = 64 * 1024 * 1024;
/** A log that does not come is not worth more of anyone's minutes. */
const blobTimeoutMs = 20_000;
/** By job id, every failed job: its log, or why it was not read. Empty without `log-lines`. Never throws ApiError. */
async function gatherLogs(request, world) {
    if (request.logLines === 0)
        return new Map();
    const limit = (0,p_limit/* default */.A)(gather_logs_concurrency);
    const wanted = jobsToRead(request.jobs);
    const read = await Promise.all(wanted.map((job) => limit(async () => [job.id, await readLog(job, request, world)])));
    const others = request.jobs.filter((job) => hasFailed(job) && !wanted.includes(job));
    return new Map([...read, ...others.map(({ id }) => [id, tooMany])]);
}
const tooMany = { kind: 'unread', problem: `no more than ${maxLogs} logs are read` };
const tooExpensive = {
    kind: 'unread',
    problem: 'no more than api-reserve of the rate limit is left',
};
/** The jobs whose logs to read: one leg of each matrix before the second of any. */
function jobsToRead(jobs) {
    const ordered = (wanted) => {
        const seen = new Map();
        const ranked = wanted.map((job) => {
            const base = (0,measure_needs/* baseNameOf */.m)(job.name);
            const rank = seen.get(base) ?? 0;
            seen.set(base, rank + 1);
            return { job, rank };
        });
        return ranked.toSorted((one, other) => one.rank - other.rank).map(({ job }) => job);
    };
    const failed = ordered(jobs.filter(hasFailed)).slice(0, maxLogs);
    const stopped = ordered(jobs.filter(wasStopped)).slice(0, Math.min(maxStoppedLogs, maxLogs - failed.length));
    return [...failed, ...stopped];
}
async function readLog(job, request, world) {
    const { repository, logLines, canAfford } = request;
    if (!canAfford())
        return tooExpensive;
    try {
        const url = await world.github.getJobLogUrl(repository, job.id);
        const tail = await readTail(job, url, world);
        return tail === null
            ? { kind: 'unread', problem: 'the log could not be downloaded' }
            : { kind: 'read', excerpt: excerptOf(tail, logStepOf(job), logLines) };
    }
    catch (error) {
        if (world.signal.aborted || !(error instanceof errors/* ApiError */.hD))
            throw error;
        world.log.debug(error.message);
        return { kind: 'unread', problem: problemOf(error) };
    }
}
function problemOf(error) {
    if (error.kind === 'not-found' || error.kind === 'gone')
        return 'GitHub has no log of it';
    if (error.kind === 'permission')
        return 'reading logs needs "permissions: actions: read"';
    // A part of a sentence, as the others are.
    return error.message.replace(/\.$/, '');
}
async function readTail(job, url, world) {
    const tail = await downloadTail(url, firstTailBytes, world);
    if (tail === null || tail.startsAtTop || holdsStep(tail, job))
        return tail;
    return (await downloadTail(url, largestTailBytes, world)) ?? tail;
}
/** Whether the failed step begins in the tail. */
function holdsStep(tail, job) {
    const startedAtMs = failedStep(job)?.startedAtMs ?? null;
    const span = spanOf(tail);
    return startedAtMs === null || (span !== null && span.firstMs < startedAtMs);
}
/**
 * The last bytes of a blob; null when it could not be read. The first range asked for is from the top: it is the
 * whole of most logs, and names the length of the others, since not every store knows ranges from the end.
 */
async function downloadTail(url, bytes, world) {
    const signal = AbortSignal.any([world.signal, AbortSignal.timeout(blobTimeoutMs)]);
    const get = (first) => world.blobs.get(url, { range: { first, last: first + bytes - 1 }, signal });
    try {
        const top = await get(0);
        // An empty blob has no first byte.
        if (top.status === 416)
            return discard(top, { text: '', startsAtTop: true });
        if (top.status !== 200 && top.status !== 206)
            throw new Error(`the log's host answered ${top.status}`);
        const firstByte = top.status === 200 ? 0 : Math.max(0, totalBytesOf(top) - bytes);
        if (firstByte === 0)
            return await readEnd(top, bytes);
        discard(top, null);
        const end = await get(firstByte);
        if (end.status !== 206)
            throw new Error(`the log's host answered ${end.status}, after 206`);
        return { ...(await readEnd(end, bytes)), startsAtTop: false };
    }
    catch (error) {
        world.signal.throwIfAborted();
        world.log.debug(`A log could not be downloaded: ${error instanceof Error ? error.message : String(error)}`);
        return null;
    }
}
function discard(response, result) {
    response.body.on('error', () => undefined);
    response.body.destroy();
    return result;
}
/** Reads a body and keeps its last bytes; gives up, by an error, on one that is longer than is worth reading. */
async function readEnd(response, bytes) {
    const chunks = [];
    let keptBytes = 0;
    let readBytes = 0;
    for await (const chunk of response.body) {
        readBytes += chunk.length;
        if (readBytes > maxWholeBytes)
            throw new Error(`it is longer than ${maxWholeBytes} bytes, and the server sends it whole only`);
        chunks.push(chunk);
        keptBytes += chunk.length;
        for (let first = chunks[0]; first !== undefined && keptBytes - first.length >= bytes; first = chunks[0]) {
            chunks.shift();
            keptBytes -= first.length;
        }
    }
    const kept = Buffer.concat(chunks).subarray(-bytes);
    return { text: kept.toString('utf8'), startsAtTop: kept.length === readBytes };
}
/** Of `content-range: bytes 0-199/5000`; 0 where the server does not say. */
const totalBytesOf = ({ headers }) => Number(/\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] ?? 0);

// EXTERNAL MODULE: ./src/github/limits.ts
var limits = __webpack_require__(71679);
;// CONCATENATED MODULE: ./src/summarise/run/reader.ts
/** Reads that may fail: what they would have shown is left out, and said. */


/** `reserve` is the share of the rate limit to leave, 0 to 1. */
function createReader(world, reserve) {
    const notices = new Set();
    const canAfford = () => (0,limits/* hasQuota */.Z0)(world.github.rateLimit(), reserve, 1);
    const must = async (what, read) => {
        try {
            return await read();
        }
        catch (error) {
            if (world.signal.aborted || !(error instanceof errors/* ApiError */.hD))
                throw error;
            notices.add(`${what}: not shown. ${error.message} ${error.hint}`.trim());
            return null;
        }
    };
    return {
        must,
        may: async (what, read) => {
            if (canAfford())
                return must(what, read);
            const share = `${Math.round(reserve * 100)}%`;
            notices.add(`${what}: not shown, since no more than api-reserve (${share}) of the rate limit is left.`);
            return null;
        },
        canAfford,
        note: (notice) => {
            notices.add(notice);
        },
        notices: () => [...notices],
    };
}

;// CONCATENATED MODULE: ./src/summarise/run/gather.ts
/**
 * Reads everything about a run. A run that is not there is an error; whatever else cannot be read costs its section
 * and a notice, never the run.
 */









/** A thousand artifacts; of more, the largest are not worth the calls. */
const maxArtifactPages = 10;
/** Reads a run. Throws ApiError when the run of another workflow cannot be read. */
async function gatherRun(address, inputs, world) {
    const reader = createReader(world, inputs.apiReserve);
    const gathering = { address, inputs, world, reader };
    const [run, jobs, artifacts] = await Promise.all([
        readRun(gathering),
        reader.must('The jobs of the run, and with them most of this page', () => readJobs(gathering)),
        readArtifacts(gathering),
    ]);
    if (address.isCurrentRun && jobs !== null && jobs.ownName === null)
        reader.note(ownJobNotFound);
    const latest = (0,measure_attempts/* mergeAttempts */.RM)(jobs?.jobs ?? []).map(({ job }) => job);
    const [baseline, logs] = await Promise.all([
        run === null ? null : readBaseline(gathering, run, latest),
        gatherLogs({
            repository: address.repository,
            jobs: latest,
            logLines: inputs.logLines,
            canAfford: reader.canAfford,
        }, world),
    ]);
    return {
        repository: address.repository,
        run: run ?? runOfContext(address, world),
        isRunRead: run !== null,
        isCurrentRun: address.isCurrentRun,
        jobs,
        needs: inputs.needs,
        baseline,
        artifacts,
        logs,
        notices: reader.notices(),
        apiCalls: world.github.requestCount(),
        nowMs: world.clock.now(),
    };
}
const ownJobNotFound = 'The job of this step was not found among the jobs of the run, and counts like any other. Give job-id: its id.';
/** What the inputs say about the gate. */
const rulesOf = (inputs) => ({
    isOn: inputs.gate,
    allowFailure: inputs.allowFailure,
    allowSkip: inputs.allowSkip,
    require: inputs.require,
    onCancelled: inputs.onCancelled,
    maxRegression: inputs.maxRegression,
});
/** The current run may be summarised from `needs` alone; of another one nothing is known. */
function readRun({ address, world, reader }) {
    const get = () => world.github.getRun(address.repository, address.runId);
    return address.isCurrentRun ? reader.must('The run', get) : get();
}
const readJobs = ({ address, inputs, world, reader }) => gatherJobs({
    run: address,
    own: address.isCurrentRun ? { jobId: inputs.jobId, runnerName: world.context.runnerName } : null,
    needs: inputs.needs,
    rules: rulesOf(inputs),
    settleTimeoutMs: inputs.settleTimeoutMs,
    canAfford: reader.canAfford,
}, world);
/** Through REST; those of the current run, where that is forbidden, through the runtime token. */
async function readArtifacts({ address, world, reader }) {
    const { results } = world;
    return reader.may('The artifacts', async () => {
        try {
            return await readPages((page) => world.github.listRunArtifacts(address, {}, page), maxArtifactPages);
        }
        catch (error) {
            if (!(error instanceof errors/* ApiError */.hD) || !address.isCurrentRun || results === null)
                throw error;
            return (await results.listArtifacts()).map(fromResults);
        }
    });
}
const fromResults = (artifact) => ({
    ...artifact,
    isExpired: false,
    createdAtMs: artifact.createdAtMs ?? 0,
    expiresAtMs: null,
    run: null,
});
async function readBaseline({ address, inputs, world, reader }, run, jobs) {
    const { baseline } = inputs;
    if (baseline === null)
        return null;
    return reader.may('The comparison with earlier runs', async () => {
        const { repository } = address;
        const branch = baseline === '@default' ? await readDefaultBranch(address, world) : baseline;
        const request = {
            repository,
            run,
            branch,
            runs: inputs.baselineRuns,
            jobCount: jobs.length,
        };
        const { facts, newest } = await gatherBaseline(world.github, request);
        if (!jobs.some(hasFailed))
            return facts;
        const red = await reader.may('Whether the failures are on the baseline branch too', () => gatherRedBaseline(world.github, request, newest));
        return { ...facts, red };
    });
}
async function readDefaultBranch({ repository }, world) {
    const known = defaultBranchOf(world.context, repository);
    return known ?? (await world.github.getRepository(repository)).defaultBranch;
}
/** What the runner says of the current run, where the API says nothing. */
function runOfContext({ runId }, { context, clock }) {
    const { repository, serverUrl, workflowPath } = context;
    return {
        id: runId,
        number: 0,
        attempt: context.runAttempt ?? 1,
        workflowId: 0,
        workflowName: workflowPath.slice(workflowPath.lastIndexOf('/') + 1),
        workflowPath,
        title: '',
        event: context.event,
        status: 'in_progress',
        conclusion: null,
        headBranch: context.refName,
        headSha: context.sha,
        repositoryId: context.repositoryId ?? 0,
        headRepositoryId: null,
        headRepositoryName: null,
        actor: null,
        createdAtMs: clock.now(),
        startedAtMs: clock.now(),
        updatedAtMs: clock.now(),
        pullRequests: [],
        url: `${serverUrl}/${repository?.owner ?? ''}/${repository?.name ?? ''}/actions/runs/${runId}`,
    };
}

// EXTERNAL MODULE: ./src/summarise/measure-percentile.ts
var measure_percentile = __webpack_require__(31414);
// EXTERNAL MODULE: ./src/summarise/run/measure-times.ts
var measure_times = __webpack_require__(8849);
;// CONCATENATED MODULE: ./src/summarise/run/measure-baseline.ts



/** Where a step's durations are kept: by the names of the job and the step, since numbers move. */
const stepKey = (job, step) => JSON.stringify([job, step]);
/** Reckons the baseline. `ownName` is left out, as it is in the run that is compared. */
function measureBaseline(facts, ownName) {
    const durations = durationsOf(facts.runs, ownName);
    const read = facts.runs.flatMap(({ jobs }) => (jobs === null ? [] : [jobs]));
    const latest = read.map((jobs) => (0,measure_attempts/* mergeAttempts */.RM)(jobs).map(({ job }) => job));
    return {
        branch: facts.branch,
        runs: durations.length,
        runsWithJobs: read.length,
        p50Ms: rounded((0,measure_percentile/* percentile */.Y)(durations, 0.5)),
        p95Ms: rounded((0,measure_percentile/* percentile */.Y)(durations, 0.95)),
        jobs: typicalJobs(latest.flat()),
        steps: typicalSteps(latest.flat()),
        jobNames: new Set(read.flat().map(({ name }) => name)),
        red: facts.red === null ? null : { run: facts.red.run, failedJobs: failedNames(facts.red.jobs) },
    };
}
const rounded = (value) => (value === null ? null : Math.round(value));
/**
 * A run in the listing has no end, only a time of its last change, which is later than the end of its last job, and
 * the run that is compared has no own job in it. How much later is taken from the runs whose jobs were read.
 */
function durationsOf(runs, ownName) {
    const measured = runs.map(({ run, jobs }) => ({
        listedMs: Math.max(0, run.updatedAtMs - run.startedAtMs),
        exactMs: jobs === null
            ? null
            : (0,measure_times/* durationSince */.tc)(run.startedAtMs, jobs.filter(({ name }) => name !== ownName)),
    }));
    const excesses = measured.flatMap(({ listedMs, exactMs }) => (exactMs === null ? [] : [listedMs - exactMs]));
    const excessMs = Math.max(0, (0,measure_percentile/* percentile */.Y)(excesses, 0.5) ?? 0);
    return measured.map(({ listedMs, exactMs }) => exactMs ?? Math.max(0, listedMs - excessMs));
}
function typicalJobs(jobs) {
    const ran = jobs.flatMap((job) => {
        const { ranMs } = (0,measure_times/* timesOf */.Qv)(job);
        return ranMs === null || job.conclusion !== 'success' ? [] : [{ key: job.name, ranMs }];
    });
    return typical(ran);
}
function typicalSteps(jobs) {
    const ran = jobs.flatMap((job) => job.steps.flatMap((step) => {
        const ranMs = (0,measure_times/* stepDuration */.t1)(step);
        return ranMs === null || step.conclusion !== 'success'
            ? []
            : [{ key: stepKey(job.name, step.name), ranMs }];
    }));
    return typical(ran);
}
function typical(values) {
    const found = new Map();
    for (const [key, group] of Map.groupBy(values, (value) => value.key)) {
        const p50Ms = (0,measure_percentile/* percentile */.Y)(group.map(({ ranMs }) => ranMs), 0.5);
        if (p50Ms !== null)
            found.set(key, { p50Ms: Math.round(p50Ms), size: group.length });
    }
    return found;
}
const failedNames = (jobs) => new Set((0,measure_attempts/* mergeAttempts */.RM)(jobs)
    .filter(({ job }) => job.conclusion === 'failure' || job.conclusion === 'timed_out')
    .map(({ job }) => job.name));

// EXTERNAL MODULE: ./src/summarise/run/measure-billing.ts
var measure_billing = __webpack_require__(11060);
;// CONCATENATED MODULE: ./src/summarise/run/measure-failures.ts




/** What the verdict counts first; in the order of the jobs. */
function measureFailures({ merged, gate, baseline, logs }) {
    const counted = new Set(gate.rows.flatMap(({ jobId, counts }) => (counts === 'failed' || counts === 'cancelled' ? [jobId] : [])));
    const failed = merged
        .filter(({ job }) => hasFailed(job) || (wasStopped(job) && hasSignal(logs.get(job.id))))
        .map((each) => {
        const log = logs.get(each.job.id);
        return { job: each.job, log, fault: faultOf(each, log, baseline), isCounted: counted.has(each.job.id) };
    });
    return [...Map.groupBy(failed, likeness).values()]
        .flatMap(([first, ...others]) => (first === undefined ? [] : [reportOf(first, others)]))
        .toSorted((one, other) => Number(other.isCounted) - Number(one.isCounted));
}
const hasSignal = (log) => log?.kind === 'read' && log.excerpt.signals.length > 0;
/** What is equal in jobs that failed alike. */
function likeness({ job, log, fault, isCounted }) {
    const isRead = log?.kind === 'read' && log.excerpt.lines.length > 0;
    // Without a log, only legs of one matrix are taken to have failed alike.
    const ending = isRead ? excerptKey(log.excerpt) : [(0,measure_needs/* baseNameOf */.m)(job.name), log?.kind];
    return JSON.stringify([isCounted, job.conclusion, failedStep(job)?.name ?? null, fault.kind, ending]);
}
function reportOf({ job, log, fault, isCounted }, others) {
    const step = failedStep(job);
    const excerpt = log?.kind === 'read' && log.excerpt.lines.length > 0 ? log.excerpt : null;
    return {
        jobs: [job, ...others.map((other) => other.job)].map(({ id, name, url }) => ({ id, name, url })),
        step: step === null ? null : { number: step.number, name: step.name },
        conclusion: job.conclusion ?? job.status,
        url: step === null ? job.url : `${job.url}#step:${step.number}:${excerpt?.errorLine ?? 1}`,
        ranMs: (0,measure_times/* timesOf */.Qv)(job).ranMs,
        isCounted,
        fault,
        log: excerpt === null ? null : { lines: excerpt.lines, totalLines: excerpt.totalLines },
        logProblem: log?.kind === 'unread' ? log.problem : '',
    };
}

;// CONCATENATED MODULE: ./src/summarise/run/measure-gate.ts

/** Best to worst, as GitHub's own roll-up of a run has them. */
const conclusionsByRank = [
    'neutral',
    'skipped',
    'success',
    'cancelled',
    'timed_out',
    'action_required',
    'failure',
];
/** Judges the scope. */
function judge(input) {
    const rows = scopeOf(input).map((item) => judgeItem(item, input));
    const problems = [...unknownNames(input), ...missingRequired(input), ...nothingToJudge(input, rows)];
    const isFailed = problems.length > 0 || rows.some(({ counts }) => counts === 'failed');
    const isCancelled = rows.some(({ counts }) => counts === 'cancelled');
    return {
        rows,
        problems,
        conclusion: worstOf(rows.length === 0 ? [input.runConclusion ?? 'neutral'] : rows.map(({ result }) => result)),
        // A job with a name of its own may well be one of the ids that are judged by themselves.
        outside: rows.some(({ jobId, needsId }) => jobId === null && needsId !== null)
            ? 'matched to no id in needs'
            : 'not in needs',
        verdict: isFailed ? 'failure' : isCancelled ? 'cancelled' : 'success',
    };
}
function judgeItem(item, input) {
    const { result, isSettled, note } = resultOf(item);
    const ids = idsOf(item);
    const name = item.kind === 'job' ? item.job.name : item.need.id;
    const { counts, why } = decide({
        result,
        name,
        ids,
        isForgiven: isForgiven(item, input),
        rules: input.rules,
    });
    return {
        name,
        jobId: item.kind === 'job' ? item.job.id : null,
        needsId: ids.length === 1 ? (ids[0] ?? null) : null,
        result,
        isSettled,
        counts,
        why: note === '' ? why : `${note}; ${why}`,
    };
}
const idsOf = (item) => item.kind === 'need' ? [item.need.id] : item.needs.map(({ id }) => id);
/** Whether GitHub itself takes what was no success for one: `needs` says so, or the run as a whole. */
function isForgiven(item, { needs, runConclusion }) {
    if (needs === null)
        return runConclusion === 'success';
    return item.kind === 'job' && item.needs.some(({ result }) => result === 'success');
}
function resultOf(item) {
    if (item.kind === 'need') {
        const { result, jobs } = item.need;
        const note = jobs.length > 0
            ? `needs says ${result}, and none of its jobs does`
            : `needs says ${result}; no job could be matched to this id by name`;
        return { result, isSettled: true, note };
    }
    const { job, needs, isStandIn } = item;
    const told = needs[0]?.result;
    if (job.conclusion !== null)
        return { result: job.conclusion, isSettled: true, note: isStandIn ? standInNote(idsOf(item), told) : '' };
    const running = `still ${job.status.replaceAll('_', ' ')}`;
    return told === undefined
        ? { result: 'failure', isSettled: false, note: running }
        : { result: told, isSettled: false, note: `${running}, but needs says ${told}` };
}
const standInNote = (ids, result) => `by its result it is ${ids.length === 1 ? '' : 'one of '}${ids.join(', ')}, of which needs says ${result ?? ''}`;
function decide(question) {
    const { result, isForgiven, rules } = question;
    const required = isRequired(question);
    if (result === 'success')
        return { counts: 'passed', why: required ? 'required, succeeded' : 'succeeded' };
    if (required)
        return { counts: 'failed', why: 'require wants it to succeed' };
    if (result === 'neutral')
        return { counts: 'neutral', why: 'neutral' };
    if (isForgiven && result !== 'skipped')
        return { counts: 'passed', why: 'continue-on-error: GitHub counts it as success' };
    if (isAllowed(rules.allowFailure, question))
        return { counts: 'passed', why: 'allowed by allow-failure' };
    if (result === 'skipped')
        return decideSkipped(question);
    if (result === 'action_required')
        return { counts: 'failed', why: 'it waits for an approval' };
    if (result !== 'cancelled')
        return { counts: 'failed', why: 'not allowed to fail' };
    return rules.onCancelled === 'ignore'
        ? { counts: 'neutral', why: 'on-cancelled: ignore' }
        : { counts: 'cancelled', why: 'not allowed to be cancelled' };
}
function decideSkipped(question) {
    if (isAllowed(question.rules.allowSkip, question))
        return { counts: 'passed', why: 'allowed by allow-skip' };
    if (question.ids.length === 0)
        return { counts: 'neutral', why: 'skipped jobs do not count without needs' };
    // A called workflow may skip some of its jobs and succeed.
    return question.isForgiven
        ? { counts: 'neutral', why: 'skipped, and needs says success all the same' }
        : { counts: 'failed', why: 'not allowed to be skipped' };
}
const isRequired = ({ name, ids, rules }) => [name, ...ids].some((each) => takes(rules.require, each));
/** By name, or by id: where it may belong to several, all of them have to be allowed. */
const isAllowed = (list, { name, ids }) => takes(list, name) || (ids.length > 0 && ids.every((id) => takes(list, id)));
/** Each line of an allowance that matches no job and no id: a typo there would forgive nothing, or a rename everything. */
function unknownNames({ jobs, needs, rules }) {
    if (jobs === null)
        return [];
    const known = knownNames(jobs, needs);
    const lists = [
        { input: 'allow-failure', list: rules.allowFailure },
        { input: 'allow-skip', list: rules.allowSkip },
    ];
    return lists.flatMap(({ input, list }) => (list?.includes ?? [])
        .filter((pattern) => !known.some((name) => pattern.matches(name)))
        .map(({ source }) => `${input} names "${source}", which is no job of this run and no id in needs.`));
}
function missingRequired({ jobs, needs, rules }) {
    const known = knownNames(jobs ?? [], needs);
    const reason = jobs === null ? 'the jobs of this run could not be read' : 'there is no such job in this run';
    return (rules.require?.includes ?? [])
        .filter((pattern) => !known.some((name) => pattern.matches(name)))
        .map(({ source }) => `require names "${source}", and ${reason}.`);
}
const harmless = new Set(['success', 'skipped', 'neutral']);
/** A gate that looked at nothing must not be green. */
function nothingToJudge(input, rows) {
    const { jobs, needs, runConclusion, rules } = input;
    if (rows.length > 0)
        return [];
    if (needs !== null)
        return ['needs is empty: list the jobs to judge under "needs:" of the job that this step is in.'];
    if (jobs === null)
        return ['The jobs of this run could not be read, and there is no needs to judge by.'];
    if (runConclusion !== null && !harmless.has(runConclusion))
        return [`The run ended as ${runConclusion} without any job.`];
    return rules.isOn ? ['There is no other job in this run to judge.'] : [];
}
/** Names of jobs and ids of `needs` that a pattern may mean. */
const knownNames = (jobs, needs) => [
    ...new Set([...(needs ?? []).map(({ id }) => id), ...jobs.map(({ name }) => name)]),
];
/** The worst of the conclusions; `neutral` for none. What GitHub may add one day ranks as a failure. */
function worstOf(conclusions) {
    const ranks = conclusions.map((conclusion) => {
        const rank = conclusionsByRank.findIndex((each) => each === conclusion);
        return rank === -1 ? conclusionsByRank.length - 1 : rank;
    });
    return conclusionsByRank[ranks.reduce((worst, rank) => Math.max(worst, rank), 0)] ?? 'failure';
}

;// CONCATENATED MODULE: ./src/summarise/run/measure-jobs.ts




/** One report a job, in the order of the jobs. */
function measureJobs({ merged, run, gate, baseline, path }) {
    const rows = new Map(gate.rows.map((row) => [row.jobId, row]));
    const onPath = new Set(path?.steps.map(({ id }) => id));
    const skipReason = skipReasons(merged.map(({ job }) => job));
    return merged.map((each) => {
        const { job } = each;
        return {
            id: job.id,
            name: job.name,
            url: job.url,
            attempt: job.attempt,
            status: job.status,
            conclusion: job.conclusion,
            ...judgementOf(rows.get(job.id), gate),
            labels: job.labels,
            runner: job.runnerName,
            ...timesAndComparison(job, baseline),
            isOfLatestAttempt: (0,measure_attempts/* belongsToAttempt */.ZF)(job, run),
            isFlaky: (0,measure_attempts/* isFlaky */.s8)(each),
            isOnCriticalPath: onPath.has(job.id),
            slackMs: path?.slackMs.get(job.id) ?? null,
            skipReason: job.conclusion === 'skipped' ? skipReason(job) : '',
            earlier: each.earlier.map(earlierReport),
            steps: job.steps.map(stepReport),
        };
    });
}
const judgementOf = (row, { outside }) => row === undefined
    ? { counts: null, why: outside, needsId: null }
    : { counts: row.counts, why: row.why, needsId: row.needsId };
function timesAndComparison(job, baseline) {
    const { createdMs, startMs, endMs, queuedMs, ranMs, isClamped } = (0,measure_times/* timesOf */.Qv)(job);
    const typical = baseline?.jobs.get(job.name);
    return {
        createdAtMs: createdMs,
        startedAtMs: startMs,
        endedAtMs: endMs,
        queuedMs,
        ranMs,
        isClamped,
        p50Ms: typical?.p50Ms ?? null,
        baselineSize: typical?.size ?? 0,
        deltaMs: deltaOf(job, ranMs, typical?.p50Ms),
    };
}
const earlierReport = (past) => ({
    id: past.id,
    attempt: past.attempt,
    conclusion: past.conclusion,
    ranMs: (0,measure_times/* timesOf */.Qv)(past).ranMs,
    url: past.url,
});
const stepReport = (step) => ({
    number: step.number,
    name: step.name,
    conclusion: step.conclusion,
    startedAtMs: step.startedAtMs,
    ranMs: (0,measure_times/* stepDuration */.t1)(step),
});
/** A job that stopped half-way is no faster than others: only successes compare. */
const deltaOf = (job, ranMs, p50Ms) => job.conclusion === 'success' && ranMs !== null && p50Ms !== undefined ? ranMs - p50Ms : null;
/** Why a job was skipped, as far as it shows: GitHub does not say. */
function skipReasons(jobs) {
    const culprits = jobs.filter((job) => hasFailed(job) || job.conclusion === 'cancelled');
    const [culprit, ...others] = culprits;
    return (job) => {
        // GitHub shows the name of a matrix that was never expanded as it is written.
        if (job.name.includes('${{'))
            return 'its condition was false';
        if (culprit === undefined)
            return 'its condition was false, or a job that it needs was skipped';
        const what = hasFailed(culprit) ? 'failed' : 'was cancelled';
        return others.length === 0
            ? `probably since ${culprit.name} ${what}`
            : 'probably since a job that it needs did not succeed';
    };
}
const slowestStepCount = 10;
/** The longest steps of the run. */
function slowestSteps(jobs, baseline) {
    const ran = jobs.flatMap((job) => job.steps.flatMap((step) => {
        const ranMs = (0,measure_times/* stepDuration */.t1)(step);
        return ranMs === null || ranMs === 0 ? [] : [{ job, step, ranMs }];
    }));
    return ran
        .toSorted((one, other) => other.ranMs - one.ranMs)
        .slice(0, slowestStepCount)
        .map(({ job, step, ranMs }) => {
        const p50Ms = baseline?.steps.get(stepKey(job.name, step.name))?.p50Ms ?? null;
        const jobMs = (0,measure_times/* timesOf */.Qv)(job).ranMs ?? 0;
        return {
            job: job.name,
            jobUrl: job.url,
            number: step.number,
            name: step.name,
            ranMs,
            shareOfJob: jobMs === 0 ? 1 : Math.min(1, ranMs / jobMs),
            p50Ms,
            deltaMs: p50Ms === null ? null : ranMs - p50Ms,
        };
    });
}

;// CONCATENATED MODULE: ./src/summarise/run/measure-path.ts
/**
 * What the run's duration hangs on. The API has no dependencies, but times tell them: GitHub creates a job when
 * the last of those it needs has ended, so that one is what it waited for.
 */
/** Times are cut to the second in the API, so that a job can seem to be created before what it waited for ended. */
const toleranceMs = 2000;
/** The chain of jobs that the end of the run waited for; null when no job ran. */
function criticalPath(nodes, runStartMs) {
    const byEnd = nodes.toSorted((one, other) => one.endMs - other.endMs || one.id - other.id);
    const last = byEnd.at(-1);
    if (last === undefined)
        return null;
    const chain = chainTo(last, byEnd);
    const steps = chain.map((node, index) => {
        const sinceMs = chain[index - 1]?.endMs ?? runStartMs;
        return {
            id: node.id,
            waitedMs: Math.max(0, node.createdMs - sinceMs),
            queuedMs: Math.max(0, node.startMs - Math.max(node.createdMs, sinceMs)),
            ranMs: node.endMs - node.startMs,
        };
    });
    return {
        steps,
        totalMs: Math.max(0, last.endMs - runStartMs),
        longest: longestOf(chain, byEnd),
        slackMs: slackOf(byEnd, last.endMs),
    };
}
/**
 * Walks back: each job waited for the one that ended last before it was created. What was created together ran side
 * by side, however short it was.
 */
function chainTo(last, byEnd) {
    const chain = [last];
    let node = last;
    for (const candidate of byEnd.toReversed()) {
        const hasEnded = candidate.endMs <= node.createdMs + toleranceMs;
        if (!hasEnded || candidate.createdMs + toleranceMs >= node.createdMs)
            continue;
        chain.push(candidate);
        node = candidate;
    }
    return chain.toReversed();
}
function longestOf(chain, byEnd) {
    const longest = chain.reduce((one, other) => (ranOf(other) > ranOf(one) ? other : one));
    const onPath = new Set(chain.map(({ id }) => id));
    const rival = byEnd.findLast(({ id, endMs }) => !onPath.has(id) && endMs <= longest.endMs);
    const gapMs = rival === undefined ? Infinity : longest.endMs - rival.endMs;
    return gapMs < ranOf(longest)
        ? { id: longest.id, savingMs: gapMs, thenId: rival?.id ?? null }
        : { id: longest.id, savingMs: ranOf(longest), thenId: null };
}
const ranOf = (node) => node.endMs - node.startMs;
/**
 * What a job could have gone on for at least: until the next job that may have waited for it was created, plus that
 * one's own slack, or until the end of the run. Without the real dependencies this is a lower bound.
 */
function slackOf(byEnd, runEndMs) {
    const slackMs = new Map();
    const byCreation = byEnd.toSorted((one, other) => other.createdMs - one.createdMs);
    let next = 0;
    let latestEndMs = runEndMs;
    for (const node of byEnd.toReversed()) {
        for (let later = byCreation[next]; later !== undefined; later = byCreation[next]) {
            if (later.createdMs + toleranceMs < node.endMs || later.id === node.id)
                break;
            latestEndMs = Math.min(latestEndMs, later.createdMs + (slackMs.get(later.id) ?? 0));
            next += 1;
        }
        slackMs.set(node.id, Math.max(0, latestEndMs - node.endMs));
    }
    return slackMs;
}

;// CONCATENATED MODULE: ./src/summarise/run/measure.ts









/** SPEC: the duration is gated on from five baseline runs on; fewer have no p50 worth the name. */
const minRunsForRegression = 5;
/** Measures a run. Pure: the same facts give the same report. */
function measureRun(facts, { rules, rates }) {
    const { run } = facts;
    const merged = (0,measure_attempts/* mergeAttempts */.RM)(facts.jobs?.jobs ?? []);
    const jobs = merged.map(({ job }) => job);
    const { gate, needs } = judgeRun(facts, jobs, rules);
    const baseline = baselineOf(facts);
    const ofAttempt = merged.filter(({ job }) => (0,measure_attempts/* belongsToAttempt */.ZF)(job, run));
    const ofAttemptJobs = ofAttempt.map(({ job }) => job);
    const durationMs = facts.isRunRead ? (0,measure_times/* durationSince */.tc)(run.startedAtMs, ofAttemptJobs) : null;
    const isPartial = (0,measure_attempts/* isPartialRerun */.C2)(merged, run);
    const hasEnded = jobs.every(({ status }) => status === 'completed');
    const comparison = compare(baseline, hasEnded && !isPartial ? durationMs : null);
    const regression = regressionOf(rules, comparison, { durationMs, hasEnded, isPartial });
    const path = facts.isRunRead ? pathOf(ofAttempt, run.startedAtMs) : null;
    const verdict = regression?.isExceeded === true ? 'failure' : gate.verdict;
    return {
        schema: 'actions-steward/run-report/v1',
        generatedAt: new Date(facts.nowMs).toISOString(),
        repository: `${facts.repository.owner}/${facts.repository.name}`,
        run: headOf(facts, isPartial),
        verdict,
        conclusion: gate.conclusion,
        durationMs,
        settled: settledOf(gate, facts.jobs?.waitedMs ?? 0),
        gate: gateReport(gate, { isOn: rules.isOn, regression, isOpen: verdict === 'success', needs }),
        baseline: comparison,
        failedJobs: gate.rows.filter(({ counts }) => counts === 'failed').map(({ name }) => name),
        flakyJobs: merged.filter(measure_attempts/* isFlaky */.s8).map(({ job }) => job.name),
        slowestJob: slowestOf(ofAttempt) ?? slowestOf(merged),
        jobs: measureJobs({ merged, run, gate, baseline, path }),
        failures: measureFailures({ merged, gate, baseline, logs: facts.logs }),
        criticalPath: path === null ? null : pathReport(path, jobs),
        slowestSteps: slowestSteps(jobs, baseline),
        artifacts: artifactsOf(facts),
        billing: (0,measure_billing/* billingOf */.F)(merged, rates),
        notices: facts.notices,
        apiCalls: facts.apiCalls,
    };
}
const baselineOf = ({ baseline, jobs }) => baseline === null ? null : measureBaseline(baseline, jobs?.ownName ?? null);
function judgeRun({ needs: given, jobs: facts, run }, jobs, rules) {
    const needs = given === null ? null : (0,measure_needs/* matchNeeds */.b)(given, jobs);
    const runConclusion = run.status === 'completed' ? run.conclusion : null;
    const gate = judge({ jobs: facts === null ? null : jobs, needs, runConclusion, rules });
    return { gate, needs: needs ?? [] };
}
const headOf = ({ run, isRunRead, isCurrentRun }, isPartial) => ({
    id: run.id,
    number: isRunRead ? run.number : null,
    attempt: run.attempt,
    workflow: run.workflowName,
    workflowPath: run.workflowPath,
    title: run.title,
    event: run.event,
    branch: run.headBranch,
    sha: run.headSha,
    actor: run.actor,
    url: run.url,
    startedAtMs: isRunRead ? run.startedAtMs : null,
    isCurrentRun,
    isPartialRerun: isPartial,
});
function settledOf({ rows }, waitedMs) {
    const jobs = rows.filter(({ jobId }) => jobId !== null);
    return { jobs: jobs.length, settled: jobs.filter(({ isSettled }) => isSettled).length, waitedMs };
}
const gateReport = ({ rows, problems }, own) => ({
    isOn: own.isOn,
    isOpen: own.isOpen,
    rows,
    problems,
    regression: own.regression,
    needs: own.needs.map(({ id, result, match }) => ({ id, result, match })),
});
/** `durationMs` is null where the run does not compare: it has not ended, or re-ran a part. */
const compare = (baseline, durationMs) => baseline === null
    ? null
    : {
        branch: baseline.branch,
        runs: baseline.runs,
        runsWithJobs: baseline.runsWithJobs,
        p50Ms: baseline.p50Ms,
        p95Ms: baseline.p95Ms,
        deltaMs: baseline.p50Ms === null || durationMs === null ? null : durationMs - baseline.p50Ms,
        redRunUrl: baseline.red?.run.url ?? null,
    };
function regressionOf({ maxRegression }, baseline, { durationMs, hasEnded, isPartial }) {
    if (maxRegression === null)
        return null;
    const p50Ms = baseline?.p50Ms ?? null;
    const change = durationMs === null || p50Ms === null || p50Ms === 0 ? null : (durationMs - p50Ms) / p50Ms;
    const isOver = change !== null && change > maxRegression;
    const isTooLong = isOver && !isPartial && (baseline?.runs ?? 0) >= minRunsForRegression;
    const note = isTooLong ? '' : obstacleTo(baseline, { change, hasEnded, isPartial });
    return { limit: maxRegression, change: note === '' ? change : null, isExceeded: isTooLong, note };
}
/** Why a run that does not exceed the limit cannot be said to keep it; empty when it can. */
function obstacleTo(baseline, { change, hasEnded, isPartial }) {
    if (isPartial)
        return 'only some of the jobs were re-run, so the duration compares with no whole run';
    if (baseline === null)
        return 'there is nothing to compare with';
    if (baseline.runs < minRunsForRegression)
        return `there are only ${baseline.runs} successful runs to compare with, and it takes ${minRunsForRegression}`;
    // A job that no longer counts may go on for longer than the limit.
    if (!hasEnded)
        return 'not every job has ended';
    return change === null ? 'the duration is not known' : '';
}
function pathOf(merged, runStartMs) {
    const nodes = merged.flatMap(({ job }) => {
        const { createdMs, startMs, endMs } = (0,measure_times/* timesOf */.Qv)(job);
        return startMs === null || endMs === null
            ? []
            : [{ id: job.id, createdMs: createdMs ?? startMs, startMs, endMs }];
    });
    return criticalPath(nodes, runStartMs);
}
function pathReport(path, jobs) {
    const names = new Map(jobs.map(({ id, name }) => [id, name]));
    const nameOf = (id) => names.get(id) ?? '';
    return {
        steps: path.steps.map((step) => ({ ...step, name: nameOf(step.id) })),
        totalMs: path.totalMs,
        longest: nameOf(path.longest.id),
        savingMs: path.longest.savingMs,
        then: path.longest.thenId === null ? null : nameOf(path.longest.thenId),
    };
}
function slowestOf(merged) {
    const ran = merged.flatMap(({ job }) => {
        const { ranMs } = (0,measure_times/* timesOf */.Qv)(job);
        return ranMs === null ? [] : [{ name: job.name, ranMs }];
    });
    return ran.toSorted((one, other) => other.ranMs - one.ranMs)[0]?.name ?? null;
}
const artifactsOf = ({ artifacts }) => artifacts === null
    ? null
    : artifacts
        .map(({ id, name, sizeBytes, digest, isExpired, expiresAtMs }) => ({
        id,
        name,
        sizeBytes,
        digest,
        isExpired,
        expiresAtMs,
    }))
        .toSorted((one, other) => other.sizeBytes - one.sizeBytes || one.id - other.id);

// EXTERNAL MODULE: ./src/summarise/run/render-names.ts
var render_names = __webpack_require__(6613);
// EXTERNAL MODULE: ./src/text/blocks.ts
var text_blocks = __webpack_require__(65181);
// EXTERNAL MODULE: ./src/text/format.ts
var format = __webpack_require__(98488);
// EXTERNAL MODULE: ./src/text/markdown.ts
var markdown = __webpack_require__(86590);
;// CONCATENATED MODULE: ./src/summarise/run/render-details.ts
/** The folded sections below the job table, and the sentence about the critical path. */




/** Names of a path before its middle is cut out. */
const maxPathNames = 8;
const maxRows = 50;
/** Digits of a digest that tell artifacts apart. */
const digestChars = 12;
/** `Critical path **setup → build → e2e**: …`, and what making its longest job faster would save. */
function renderCriticalPath({ criticalPath, durationMs }) {
    if (criticalPath === null || durationMs === null)
        return '';
    const { steps } = criticalPath;
    const names = steps.map(({ name }) => (0,render_names/* nameSpan */.CL)(name));
    const shown = names.length <= maxPathNames
        ? names
        : [...names.slice(0, 3), `${(0,format/* formatCount */.B4)(names.length - 6)} more`, ...names.slice(-3)];
    const sum = (of) => steps.reduce((total, step) => total + of(step), 0);
    const parts = [
        { ms: sum(({ ranMs }) => ranMs), what: 'running' },
        { ms: sum(({ queuedMs }) => queuedMs), what: 'queued for a runner' },
        { ms: sum(({ waitedMs }) => waitedMs), what: 'waiting' },
    ].filter(({ ms }) => ms >= 1000);
    const split = parts.map(({ ms, what }) => `${(0,format/* formatDuration */.a3)(ms)} ${what}`).join(', ');
    return `Critical path ${shown.join(' → ')}: ${split === '' ? 'under a second' : split}.${savingOf(criticalPath)}`;
}
/** What making the longest part faster would bring. */
function savingOf({ longest, savingMs, then }) {
    if (then === null)
        return '';
    const part = ` ${(0,render_names/* nameSpan */.CL)(longest)} is its longest part`;
    return savingMs < 1000
        ? `${part}, but ${(0,render_names/* nameSpan */.CL)(then)} holds the run up as long: making one of them faster saves nothing.`
        : `${part}; up to ${(0,format/* formatDuration */.a3)(savingMs)} of it can go before ${(0,render_names/* nameSpan */.CL)(then)} is what holds the run up.`;
}
/** Every job that a later one may have waited for, and by how much it could have been longer. */
function slackBlock({ criticalPath, jobs }) {
    const timed = jobs.filter((job) => job.slackMs !== null);
    if (criticalPath === null || timed.length < 2)
        return (0,text_blocks/* optional */.lq)('slack', '');
    const path = criticalPath.steps.map(({ name, waitedMs, queuedMs, ranMs }) => [
        '●',
        (0,render_names/* nameSpan */.CL)(name),
        (0,render_names/* timeCell */.s5)(waitedMs),
        (0,render_names/* timeCell */.s5)(queuedMs),
        (0,render_names/* timeCell */.s5)(ranMs),
        'none',
    ]);
    const others = timed
        .filter(({ isOnCriticalPath }) => !isOnCriticalPath)
        .toSorted((one, other) => (one.slackMs ?? 0) - (other.slackMs ?? 0))
        .slice(0, maxRows)
        .map((job) => [
        '',
        (0,render_names/* nameSpan */.CL)(job.name),
        '',
        (0,render_names/* timeCell */.s5)(job.queuedMs),
        (0,render_names/* timeCell */.s5)(job.ranMs),
        `≥&nbsp;${(0,render_names/* timeCell */.s5)(job.slackMs ?? 0)}`,
    ]);
    const header = ['', 'Job', (0,markdown/* right */.pG)('Waited'), (0,markdown/* right */.pG)('Queued'), (0,markdown/* right */.pG)('Ran'), (0,markdown/* right */.pG)('Slack')];
    return (0,text_blocks/* optional */.lq)('the critical path in full', (0,markdown/* details */.zH)('Critical path and slack', (0,markdown/* joinBlocks */.x9)([
        (0,markdown/* table */.tp)(header, [...path.slice(0, maxRows), ...others]),
        '<sub>From job times: a job waits for the one that ended last before it was created. Slack is for how long a job could have gone on, at least, without making the run longer.</sub>',
    ])));
}
/** The longest steps of all jobs. */
function slowestStepsBlock({ slowestSteps }) {
    if (slowestSteps.length === 0)
        return (0,text_blocks/* optional */.lq)('the slowest steps', '');
    const rows = slowestSteps.map((step) => [
        (0,render_names/* nameSpan */.CL)(step.name),
        (0,render_names/* nameLink */.Ye)(step.job, step.jobUrl),
        (0,render_names/* timeCell */.s5)(step.ranMs),
        (0,format/* formatPercent */.l9)(step.shareOfJob),
        (0,render_names/* timeCell */.s5)(step.p50Ms),
        step.deltaMs === null ? '' : (0,render_names/* formatDelta */.CW)(step.deltaMs).replaceAll(' ', '&nbsp;'),
    ]);
    const header = ['Step', 'Job', (0,markdown/* right */.pG)('Took'), (0,markdown/* right */.pG)('Of its job'), (0,markdown/* right */.pG)('p50'), (0,markdown/* right */.pG)('Against p50')];
    return (0,text_blocks/* optional */.lq)('the slowest steps', (0,markdown/* details */.zH)(`Slowest steps (${rows.length})`, (0,markdown/* table */.tp)(header, rows)));
}
/** Artifacts of the run, largest first. */
function artifactsBlock({ artifacts, generatedAt }) {
    if (artifacts === null || artifacts.length === 0)
        return (0,text_blocks/* optional */.lq)('the artifacts', '');
    const nowMs = Date.parse(generatedAt);
    const live = artifacts.filter(({ isExpired }) => !isExpired);
    const totalBytes = live.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const expiries = live.flatMap(({ expiresAtMs }) => (expiresAtMs === null ? [] : [expiresAtMs]));
    const firstMs = expiries.reduce((first, each) => Math.min(first, each), Infinity);
    const expiry = firstMs === Infinity ? '' : `, the first expires ${(0,format/* formatAge */.nV)(firstMs, nowMs)}`;
    const rows = artifacts
        .slice(0, maxRows)
        .map(({ name, sizeBytes, isExpired, expiresAtMs, digest }) => [
        (0,render_names/* nameSpan */.CL)(name),
        (0,format/* formatBytes */.z3)(sizeBytes),
        isExpired ? 'expired' : expiresAtMs === null ? '' : (0,format/* formatAge */.nV)(expiresAtMs, nowMs),
        digest === null ? '' : (0,markdown/* codeSpan */.SS)(digest.slice(0, 'sha256:'.length + digestChars)),
    ]);
    const rest = artifacts.length - rows.length;
    return (0,text_blocks/* optional */.lq)('the artifacts', (0,markdown/* details */.zH)(`Artifacts (${(0,format/* formatCount */.B4)(artifacts.length)}): ${(0,format/* formatBytes */.z3)(totalBytes)}${expiry}`, (0,markdown/* joinBlocks */.x9)([
        (0,markdown/* table */.tp)(['Name', (0,markdown/* right */.pG)('Size'), 'Expires', 'Digest'], rows),
        rest === 0 ? '' : `<sub>And ${(0,format/* formatCount */.B4)(rest)} smaller ones.</sub>`,
    ])));
}
/** Jobs that ran in more than one attempt. */
function attemptsBlock({ jobs, billing, run }) {
    const repeated = jobs.filter(({ earlier }) => earlier.length > 0);
    if (repeated.length === 0)
        return (0,text_blocks/* optional */.lq)('the attempts', '');
    const rows = repeated
        .toSorted((one, other) => Number(other.isFlaky) - Number(one.isFlaky))
        .slice(0, maxRows)
        .map((job) => [
        (0,render_names/* nameLink */.Ye)(job.name, job.url),
        attemptsOf(job),
        job.isFlaky ? 'flaky: both results on one commit' : '',
    ]);
    const rest = repeated.length - rows.length;
    const superseded = billing.supersededMinutes;
    return (0,text_blocks/* optional */.lq)('the attempts', (0,markdown/* details */.zH)(`Attempts (${run.attempt}): ${(0,format/* countOf */.pq)(repeated.length, 'job')} ran more than once`, (0,markdown/* joinBlocks */.x9)([
        (0,markdown/* table */.tp)(['Job', 'Results', ''], rows),
        `<sub>${rest === 0 ? '' : `And ${(0,format/* formatCount */.B4)(rest)} more jobs. `}Replaced executions took ${(0,format/* countOf */.pq)(superseded, 'billable minute')}.</sub>`,
    ])));
}
/** Results of a job, oldest first. */
function attemptsOf(job) {
    const results = [...job.earlier.toReversed(), job].map(({ conclusion, attempt, url }) => `${(0,render_names/* markOf */.Fg)(conclusion)} ${(0,markdown/* link */.nf)(`attempt ${attempt}`, url)}`);
    return results.length <= maxPathNames
        ? results.join(' → ')
        : `${results.slice(0, 1).join('')} → ${(0,format/* formatCount */.B4)(results.length - 4)} more → ${results.slice(-3).join(' → ')}`;
}
/** Billable minutes by runner label, and money where there are rates. */
function billingBlock({ billing, run }) {
    if (billing.minutes === 0)
        return (0,text_blocks/* optional */.lq)('the billable minutes', '');
    const hasRates = billing.labels.some(({ rate }) => rate !== null);
    const header = [
        'Runner',
        (0,markdown/* right */.pG)('Executions'),
        (0,markdown/* right */.pG)('Minutes'),
        (0,markdown/* right */.pG)('Replaced'),
        ...(hasRates ? [(0,markdown/* right */.pG)('A minute'), (0,markdown/* right */.pG)('Cost')] : []),
    ];
    const money = billing.cost === null ? '' : `, ${formatMoney(billing.cost)} at your rates`;
    const unpriced = billing.unpricedMinutes === 0 ? '' : ` (${(0,format/* countOf */.pq)(billing.unpricedMinutes, 'minute')} without a rate)`;
    return (0,text_blocks/* optional */.lq)('the billable minutes', (0,markdown/* details */.zH)(`Billable minutes: ${(0,format/* formatCount */.B4)(billing.minutes)}${money}${unpriced}`, (0,markdown/* joinBlocks */.x9)([
        (0,markdown/* table */.tp)(header, billing.labels.slice(0, maxRows).map((label) => billingRow(label, hasRates))),
        `<sub>Each job of each attempt rounded up to a minute${run.isCurrentRun ? ', without this one' : ''}. Public repositories pay nothing for standard runners, and self-hosted ones cost GitHub nothing.</sub>`,
    ])));
}
const billingRow = (label, hasRates) => [
    `${(0,render_names/* listOf */.c3)(label.labels.map(render_names/* nameSpan */.CL))}${label.isSelfHosted ? ' (not billed by GitHub)' : ''}`,
    (0,format/* formatCount */.B4)(label.executions),
    (0,format/* formatCount */.B4)(label.minutes),
    (0,format/* formatCount */.B4)(label.supersededMinutes),
    ...(hasRates
        ? [label.rate === null ? '' : String(label.rate), label.cost === null ? '' : formatMoney(label.cost)]
        : []),
];
/** In the currency of the rates, which is not known here. */
const formatMoney = (amount) => amount.toFixed(amount < 10 ? 3 : 2);
/** What each job does to the verdict and why; plain successes in one row. */
function gateBlock({ gate, verdict }) {
    const special = gate.rows.filter(({ why }) => why !== 'succeeded');
    if (gate.rows.length === 0 || (!gate.isOn && gate.needs.length === 0 && special.length === 0))
        return (0,text_blocks/* optional */.lq)('the gate', '');
    const plain = gate.rows.length - special.length;
    const rows = [
        ...special.slice(0, maxRows).map(gateRow),
        ...(special.length > maxRows ? [['…', `${(0,format/* formatCount */.B4)(special.length - maxRows)} more`, '', '', '']] : []),
        ...(plain === 0 ? [] : [['✅', (0,format/* countOf */.pq)(plain, 'job'), 'success', 'passed', 'succeeded']]),
    ];
    const state = gate.isOn ? (gate.isOpen ? 'Gate: open' : 'Gate: closed') : `Verdict: ${verdict}`;
    return (0,text_blocks/* optional */.lq)('the gate', (0,markdown/* details */.zH)(`${state}, what counted and why`, (0,markdown/* table */.tp)(['', 'Job', 'Result', 'Counts as', 'Because'], rows)));
}
/** What passes without success does not look like the rest. */
const gateMark = (result, counts) => counts === 'passed' && !['success', 'skipped'].includes(result) ? '⚠️' : (0,render_names/* markOf */.Fg)(result);
const gateRow = ({ name, needsId, result, counts, why, isSettled }) => [
    isSettled ? gateMark(result, counts) : '⏳',
    `${(0,render_names/* nameSpan */.CL)(name)}${needsId === null || needsId === name ? '' : ` (${(0,render_names/* nameSpan */.CL)(needsId)} in needs)`}`,
    (0,markdown/* escapeText */.X1)(result.replaceAll('_', ' ')),
    counts,
    (0,render_names/* statement */.qZ)(why),
];
/** What the page rests on. */
function aboutBlock(report) {
    return (0,text_blocks/* optional */.lq)('where the numbers come from', (0,markdown/* details */.zH)('About this page', [...basisLines(report), ...matchLines(report)].map((line) => `- ${line}`).join('\n')));
}
function basisLines(report) {
    const { jobs, run, settled, baseline, apiCalls, generatedAt } = report;
    const executions = jobs.reduce((sum, { earlier }) => sum + 1 + earlier.length, 0);
    const clamped = jobs.filter(({ isClamped }) => isClamped).length;
    return [
        `${(0,format/* countOf */.pq)(jobs.length, 'job')} (${(0,format/* countOf */.pq)(executions, 'execution')}) of ${(0,format/* countOf */.pq)(run.attempt, 'attempt')} read${run.isCurrentRun ? ', the job of this page left out' : ''}; ${(0,format/* formatCount */.B4)(settled.settled)} of ${(0,format/* formatCount */.B4)(settled.jobs)} settled${settled.waitedMs === 0 ? '' : ` after ${(0,format/* formatDuration */.a3)(settled.waitedMs)}`}.`,
        baseline === null || baseline.runs === 0
            ? `No comparison with earlier runs${baseline === null ? '' : `: none that succeeded was found on ${(0,render_names/* nameSpan */.CL)(baseline.branch)}`}.`
            : `Compared with the newest ${(0,format/* countOf */.pq)(baseline.runs, 'successful run')} on ${(0,render_names/* nameSpan */.CL)(baseline.branch)}: p50 and p95 of their durations${baseline.p95Ms === null ? '' : ` (p95 ${(0,format/* formatDuration */.a3)(baseline.p95Ms)})`}; jobs and steps with the newest ${(0,format/* formatCount */.B4)(baseline.runsWithJobs)} of them.`,
        ...(clamped === 0
            ? []
            : [`⚠ ${(0,format/* countOf */.pq)(clamped, 'job')} had impossible times (an end before a start, say), taken for 0.`]),
        `Written ${(0,format/* formatTimestamp */.Ey)(Date.parse(generatedAt))} by Actions Steward with ${(0,format/* countOf */.pq)(apiCalls, 'API request')}.`,
    ];
}
/** Ids of `needs` that were not simply found by name. */
function matchLines({ gate }) {
    const idsOf = (match) => gate.needs.filter((need) => need.match === match).map(({ id }) => (0,render_names/* nameSpan */.CL)(id));
    const line = (ids, text) => ids.length === 0 ? [] : [`${(0,render_names/* listOf */.c3)(ids)} ${text}`];
    return [
        ...line(idsOf('similar'), 'in needs: matched to the job whose name has the same letters.'),
        ...line(idsOf('left-over'), 'in needs: matched to the only job that was left over.'),
        ...line(idsOf('none'), 'in needs: no job has such a name; judged by needs, and shown by jobs that ended the same way where there are any.'),
    ];
}
/** What could not be shown, and why; a list, or nothing. */
const renderNotices = ({ notices, gate }) => [
    ...notices,
    ...(gate.regression !== null && gate.regression.note !== ''
        ? [`max-regression was not applied: ${gate.regression.note}.`]
        : []),
]
    .map((notice) => `- ℹ️ ${(0,render_names/* statement */.qZ)(notice)}`)
    .join('\n');

;// CONCATENATED MODULE: ./src/summarise/run/render-failures.ts
/** Why the run failed: for each failure the jobs, the step, the line, whose fault it looks like, and the log. */



/** More failures than anyone reads one by one; the table has all of them. */
const maxFailures = 20;
/** Of jobs that failed alike, so many are named in a line. */
const maxNamedJobs = 6;
/** How many keep their logs when space runs out. */
const fewLogs = 5;
const maxStatements = 3;
/** Failures that count, then, folded, those that are allowed or outside of the gate. */
function failureBlocks({ failures }) {
    const counted = failures.filter(({ isCounted }) => isCounted);
    const others = failures.filter(({ isCounted }) => !isCounted);
    return [
        ...(counted.length === 0 ? [] : [blockOf('the logs of failed jobs', counted, (text) => text)]),
        ...(others.length === 0 ? [] : [blockOf('failures that do not count', others, folded(others))]),
    ];
}
const folded = (failures) => (text) => {
    const jobs = failures.reduce((sum, failure) => sum + failure.jobs.length, 0);
    return (0,markdown/* details */.zH)(`${(0,format/* countOf */.pq)(jobs, 'failed job')} that ${jobs === 1 ? 'does' : 'do'} not count`, text);
};
function blockOf(what, failures, wrap) {
    const withLogs = (logs) => () => wrap(renderFailures(failures, logs));
    return { what, variants: [withLogs(maxFailures), withLogs(fewLogs), withLogs(0)] };
}
function renderFailures(failures, logs) {
    const shown = failures.slice(0, maxFailures).map((failure, index) => renderFailure(failure, index < logs));
    const rest = failures.slice(maxFailures);
    const names = rest.flatMap(({ jobs }) => jobs.map(({ name }) => (0,render_names/* nameSpan */.CL)(name)));
    return (0,markdown/* joinBlocks */.x9)(rest.length === 0 ? shown : [...shown, `Other failures: ${(0,render_names/* listOf */.c3)(names)}.`]);
}
function renderFailure(failure, showsLog) {
    return (0,markdown/* joinBlocks */.x9)([headline(failure), judgement(failure), showsLog ? logOf(failure) : '']);
}
function headline({ jobs, step, conclusion, url, ranMs }) {
    const [first, ...others] = jobs;
    const name = first === undefined ? '' : `**${(0,render_names/* nameLink */.Ye)(first.name, first.url)}**`;
    const also = others.length === 0
        ? ''
        : ` (and ${(0,render_names/* listOf */.c3)(others.map((job) => (0,render_names/* nameLink */.Ye)(job.name, job.url)), maxNamedJobs)})`;
    const where = step === null ? '' : ` in step ${step.number}, ${(0,render_names/* nameSpan */.CL)(step.name)}`;
    const when = ranMs === null ? '' : ` after ${(0,format/* formatDuration */.a3)(ranMs)}`;
    const verb = conclusion === 'failure' ? 'failed' : `ended as ${(0,markdown/* escapeText */.X1)(conclusion.replaceAll('_', ' '))}`;
    return `${(0,render_names/* markOf */.Fg)(conclusion)} ${name}${also} ${verb}${where}${when} · ${(0,markdown/* link */.nf)('log', url)}`;
}
const faultTexts = {
    'this-change': 'Looks like **this change**',
    flaky: 'Looks like a **flake**',
    infrastructure: 'Looks like **infrastructure**',
    inherited: 'Looks **inherited**',
    unknown: 'Nothing tells whether it is this change, a flake or infrastructure',
};
function judgement({ fault }) {
    const evidence = fault.evidence.slice(0, maxStatements).map(render_names/* statement */.qZ);
    return `${faultTexts[fault.kind]}${evidence.length === 0 ? '' : `: ${evidence.join('; ')}`}.`;
}
function logOf({ log, logProblem }) {
    if (log === null)
        return logProblem === '' ? '' : `No log: ${(0,render_names/* statement */.qZ)(logProblem)}.`;
    const shown = log.lines.filter((line) => line !== '…').length;
    const part = shown === log.totalLines
        ? ''
        : `\n\n<sub>${shown} of ${(0,format/* formatCount */.B4)(log.totalLines)} lines: errors first, then the end</sub>`;
    return `${(0,markdown/* codeFence */.d6)('text', log.lines.join('\n'))}${part}`;
}

;// CONCATENATED MODULE: ./src/summarise/run/render-head.ts
/** The top of the page: the verdict in one line, and what closed the gate besides failed jobs. */



const maxNotes = 20;
/** `## ❌ CI failed: 1 of 14 jobs · 11m 42s (+2m 10s, p50 9m 32s of 20 runs on main) · attempt 2`. */
function renderVerdict(report) {
    const { run, settled } = report;
    const parts = [
        `${subject(report)} ${outcome(report)}`,
        ...duration(report),
        ...(run.attempt > 1
            ? [`attempt ${run.attempt}${run.isPartialRerun ? ' (only some jobs re-run)' : ''}`]
            : []),
        ...(settled.settled < settled.jobs
            ? [`**${(0,format/* formatCount */.B4)(settled.settled)} of ${(0,format/* formatCount */.B4)(settled.jobs)} settled**`]
            : []),
    ];
    return `## ${verdictMark(report)} ${parts.join(' · ')}`;
}
const verdictMark = ({ verdict }) => verdict === 'success' ? '✅' : verdict === 'cancelled' ? '⏹️' : '❌';
/** Of another run than this one, which it is. */
function subject({ run }) {
    const workflow = run.workflow === '' ? 'The run' : run.workflow;
    if (run.isCurrentRun)
        return (0,render_names/* statement */.qZ)(workflow);
    const number = run.number === null ? '' : ` #${run.number}`;
    const branch = run.branch === null ? '' : ` of ${(0,render_names/* nameSpan */.CL)(run.branch)}`;
    return `${(0,markdown/* link */.nf)((0,format/* shorten */.ml)(`${workflow}${number}`, 300), run.url)}${branch}`;
}
function outcome({ verdict, gate, failedJobs, jobs }) {
    const total = (0,format/* countOf */.pq)(gate.rows.length, 'job');
    const forgiven = jobs.filter(render_names/* isForgiven */.Zk).length;
    if (verdict === 'success')
        return `passed: ${total}${forgiven === 0 ? '' : `, ${(0,format/* formatCount */.B4)(forgiven)} of them not successful but allowed`}`;
    const cancelled = gate.rows.filter(({ counts }) => counts === 'cancelled').length;
    if (verdict === 'cancelled')
        return `was cancelled: ${(0,format/* formatCount */.B4)(cancelled)} of ${total}`;
    if (failedJobs.length > 0)
        return `failed: ${(0,format/* formatCount */.B4)(failedJobs.length)} of ${total}`;
    return gate.regression?.isExceeded === true ? `is too slow: ${total}` : `failed: ${total}, see below`;
}
function duration({ durationMs, baseline }) {
    if (durationMs === null)
        return [];
    const p50Ms = baseline?.p50Ms ?? null;
    if (baseline === null || p50Ms === null)
        return [(0,format/* formatDuration */.a3)(durationMs)];
    const sample = `p50 ${(0,format/* formatDuration */.a3)(p50Ms)} of ${(0,format/* countOf */.pq)(baseline.runs, 'run')} on ${(0,render_names/* nameSpan */.CL)(baseline.branch)}`;
    const delta = baseline.deltaMs === null ? '' : `${(0,render_names/* formatDelta */.CW)(baseline.deltaMs)}, `;
    return [`${(0,format/* formatDuration */.a3)(durationMs)} (${delta}${sample})`];
}
/** What closed the gate and has no log to show; empty when nothing did. */
function renderGateNotes({ gate, failures }) {
    const explained = new Set(failures.flatMap(({ jobs }) => jobs.map(({ id }) => id)));
    const notes = [
        ...gate.problems.map(render_names/* statement */.qZ),
        ...regressionNotes(gate.regression),
        ...gate.rows
            .filter((row) => hasNoFailure(row) && !(row.jobId !== null && explained.has(row.jobId)))
            .map(rowNote),
    ];
    const rest = notes.length - maxNotes;
    const shown = rest > 0 ? [...notes.slice(0, maxNotes), `and ${(0,format/* formatCount */.B4)(rest)} more`] : notes;
    return shown.map((note) => `- ${note}`).join('\n');
}
function regressionNotes(regression) {
    if (regression?.isExceeded !== true || regression.change === null)
        return [];
    const { change, limit } = regression;
    return [
        `It took ${(0,format/* formatPercent */.l9)(change)} longer than p50, and max-regression allows ${(0,format/* formatPercent */.l9)(limit)}.`,
    ];
}
/** Results that no log explains. */
const noLogs = new Set(['skipped', 'cancelled', 'neutral', 'action_required', 'stale']);
/** Whether a row counts against the verdict although no job failed: it was skipped, cancelled, or never seen. */
const hasNoFailure = ({ counts, result, jobId, isSettled }) => counts === 'cancelled' || (counts === 'failed' && (jobId === null || !isSettled || noLogs.has(result)));
const rowNote = ({ name, result, isSettled, why }) => isSettled
    ? `${(0,render_names/* nameSpan */.CL)(name)}: ${(0,markdown/* escapeText */.X1)(result.replaceAll('_', ' '))} (${(0,render_names/* statement */.qZ)(why)})`
    : `${(0,render_names/* nameSpan */.CL)(name)}: ${(0,render_names/* statement */.qZ)(why)}`;

;// CONCATENATED MODULE: ./src/summarise/run/render-jobs.ts
/** The job table: what needs a look one by one, what passed in one row; and, folded, all of them. */




/** Rows that a reader looks at one by one before the page says how many more there are. */
const maxNoteworthyRows = 50;
const fewNoteworthyRows = 20;
/** In larger runs the table of all jobs has a row for legs that came out alike. */
const maxSingleRows = 150;
const maxAllRows = 300;
const fewAllRows = 50;
/** So many legs with one result are looked at one by one; more share a row. */
const maxSingleLegs = 8;
/** A difference to p50 that stands out: at least this share of it, and this long. */
const notableShare = 0.2;
const notableMs = 10_000;
const header = ['', 'Job', 'Result', (0,markdown/* right */.pG)('Ran'), (0,markdown/* right */.pG)('Queued'), (0,markdown/* right */.pG)('Against p50'), 'Slowest step'];
/** Whether anything besides plain success and plain skips happened. */
const hasNoteworthyJobs = ({ jobs }) => jobs.some(isNoteworthy);
const isNoteworthy = (job) => (0,render_names/* isForgiven */.Zk)(job) ||
    job.isFlaky ||
    job.counts === 'failed' ||
    job.counts === 'cancelled' ||
    (job.counts !== null && job.conclusion === null) ||
    (job.counts === null && !isPlain(job) && job.conclusion !== null);
const isPlain = ({ conclusion }) => conclusion === 'success' || conclusion === 'skipped' || conclusion === 'neutral';
/** What a reader looks at first comes first. */
const rankOf = (job) => {
    if (job.counts === 'failed')
        return 0;
    if (job.counts === 'cancelled')
        return 1;
    if (job.conclusion === null)
        return 2;
    if ((0,render_names/* isForgiven */.Zk)(job))
        return 3;
    return job.counts === null ? 5 : 4;
};
/** The visible table of a run that is not plainly green. */
function jobTableBlock({ jobs }) {
    const noteworthy = alikeWhereMany(jobs.filter(isNoteworthy).toSorted((one, other) => rankOf(one) - rankOf(other)));
    const plain = jobs.filter((job) => !isNoteworthy(job));
    const render = (maxRows) => () => (0,markdown/* table */.tp)(header, [
        ...noteworthy.slice(0, maxRows).map(groupRow),
        ...restRow(noteworthy.slice(maxRows).flat(), '…', 'see report-json'),
        ...restRow(plain.filter(({ conclusion }) => conclusion === 'success'), '✅', 'success'),
        ...skippedRows(plain.filter(({ conclusion }) => conclusion === 'skipped')),
        ...restRow(plain.filter(({ conclusion }) => conclusion === 'neutral'), '⚪', 'neutral'),
        ...restRow(plain.filter(({ conclusion }) => conclusion === null), '⏳', 'running, not in needs'),
    ]);
    return { what: 'the job table', variants: [render(maxNoteworthyRows), render(fewNoteworthyRows)] };
}
/** Every job with its times, folded, the longest group first; in a large run legs that came out alike share a row. */
function allJobsBlock({ jobs }) {
    const groups = [...Map.groupBy(jobs, ({ name }) => (0,measure_needs/* baseNameOf */.m)(name)).values()].toSorted((one, other) => longest(other) - longest(one));
    const isLarge = jobs.length > maxSingleRows;
    const entries = groups.flatMap((group) => isLarge ? alike(group) : slowestFirst(group).map((job) => [job]));
    const render = (maxRows) => () => (0,markdown/* details */.zH)(`All jobs (${(0,format/* formatCount */.B4)(jobs.length)})`, (0,markdown/* table */.tp)(header, [
        ...entries.slice(0, maxRows).map(groupRow),
        ...restRow(entries.slice(maxRows).flat(), '…', 'shorter ones, see report-json'),
    ]));
    return {
        what: 'the table of all jobs',
        variants: jobs.length === 0 ? [() => ''] : [render(maxAllRows), render(fewAllRows), () => ''],
    };
}
/** Many legs with the same result together, all else by itself. */
const alikeWhereMany = (jobs) => [
    ...Map.groupBy(jobs, (job) => JSON.stringify([(0,measure_needs/* baseNameOf */.m)(job.name), (0,render_names/* resultOf */.Bg)(job), job.counts, job.isFlaky])).values(),
]
    .flatMap((group) => (group.length > maxSingleLegs ? [group] : group.map((job) => [job])))
    .toSorted((one, other) => groupRank(one) - groupRank(other));
const groupRank = (group) => group.reduce((least, job) => Math.min(least, rankOf(job)), Infinity);
/** Legs with the same result together; what needs a look, by itself. */
const alike = (group) => [
    ...Map.groupBy(slowestFirst(group), (job) => JSON.stringify([job.conclusion, job.counts, isNoteworthy(job) ? job.id : 0])).values(),
];
const slowestFirst = (jobs) => jobs.toSorted((one, other) => (other.ranMs ?? 0) - (one.ranMs ?? 0) || one.id - other.id);
const longest = (group) => group.reduce((most, { ranMs }) => Math.max(most, ranMs ?? 0), 0);
function jobRow(job) {
    return [
        (0,render_names/* jobMark */.Lx)(job),
        (0,render_names/* nameLink */.Ye)(job.name, job.url),
        (0,render_names/* resultOf */.Bg)(job),
        `${(0,render_names/* timeCell */.s5)(job.ranMs)}${job.ranMs !== null && job.isClamped ? '&nbsp;⚠' : ''}`,
        (0,render_names/* timeCell */.s5)(job.queuedMs),
        againstP50(job),
        slowestStep(job),
    ];
}
function againstP50({ deltaMs, p50Ms }) {
    if (deltaMs === null || p50Ms === null)
        return '';
    const isNotable = Math.abs(deltaMs) >= Math.max(notableMs, p50Ms * notableShare);
    const delta = (0,render_names/* formatDelta */.CW)(deltaMs).replaceAll(' ', '&nbsp;');
    return isNotable ? `**${delta}**` : delta;
}
function slowestStep({ steps }) {
    const ran = steps.flatMap(({ name, ranMs }) => (ranMs === null || ranMs === 0 ? [] : [{ name, ranMs }]));
    const [slowest] = ran.toSorted((one, other) => other.ranMs - one.ranMs);
    return slowest === undefined ? '' : `${(0,render_names/* nameSpan */.CL)(slowest.name)} ${(0,render_names/* timeCell */.s5)(slowest.ranMs)}`;
}
function groupRow(group) {
    const [first, second] = group;
    if (first === undefined)
        return [];
    if (second === undefined)
        return jobRow(first);
    const slowest = group.reduce((one, other) => ((other.ranMs ?? 0) > (one.ranMs ?? 0) ? other : one));
    return [
        (0,render_names/* jobMark */.Lx)(first),
        `${(0,render_names/* nameSpan */.CL)((0,measure_needs/* baseNameOf */.m)(first.name))}&nbsp;×${(0,format/* formatCount */.B4)(group.length)}`,
        (0,render_names/* resultOf */.Bg)(first),
        atMost(group.map(({ ranMs }) => ranMs)),
        atMost(group.map(({ queuedMs }) => queuedMs)),
        againstP50(slowest),
        slowestStep(slowest),
    ];
}
/** One row for jobs that need no look; none for none. */
function restRow(jobs, mark, result) {
    if (jobs.length === 0)
        return [];
    const names = (0,render_names/* listOf */.c3)((0,render_names/* groupedNames */.l3)(jobs.map(({ name }) => name)));
    const count = jobs.length === 1 ? '' : `${(0,format/* countOf */.pq)(jobs.length, 'job')}: `;
    return [
        [
            mark,
            `${count}${names}`,
            result,
            atMost(jobs.map(({ ranMs }) => ranMs)),
            atMost(jobs.map(({ queuedMs }) => queuedMs)),
        ],
    ];
}
/** One row for each reason. */
const skippedRows = (jobs) => [...Map.groupBy(jobs, render_names/* resultOf */.Bg)].flatMap(([result, group]) => restRow(group, '⏭️', result));
function atMost(durations) {
    const known = durations.filter((each) => each !== null);
    if (known.length === 0)
        return '';
    const most = (0,render_names/* timeCell */.s5)(known.reduce((one, other) => Math.max(one, other), 0));
    return known.length === 1 ? most : `≤&nbsp;${most}`;
}

// EXTERNAL MODULE: ./src/text/mermaid.ts
var mermaid = __webpack_require__(5724);
;// CONCATENATED MODULE: ./src/summarise/run/render-timeline.ts
/** The picture: one line a job, its wait for a runner and its run; or the steps of each job, a line each. */




/** A line is 24 pixels high: a hundred fill two screens. */
const render_timeline_maxRows = 100;
const fewRows = 30;
/** Steps are asked for by who wants to scroll. */
const maxStepLines = 240;
/** Fewer steps of a job do not show what it does; jobs that do not get as many are left out. */
const minSteps = 5;
/** A shorter wait cannot be seen beside the run. */
const minWaitMs = 1000;
/** The folded timeline; its variants have fewer lines. */
function timelineBlock(report, detail) {
    const nowMs = Date.parse(report.generatedAt);
    const jobs = report.jobs.filter((job) => job.isOfLatestAttempt && job.startedAtMs !== null);
    if (detail === 'off' || jobs.length === 0)
        return { what: 'the timeline', variants: [() => ''] };
    const jobRows = (max) => () => renderTimeline(choose(jobs, max).map((job) => rowOf(job, [...waitBar(job), runBar(job, nowMs)])), { jobCount: jobs.length, lines: 'row', isCut: false });
    return {
        what: 'the timeline',
        variants: [
            ...(detail === 'steps' ? [() => renderSteps(jobs, nowMs)] : []),
            jobRows(render_timeline_maxRows),
            jobRows(fewRows),
            () => '',
        ],
    };
}
/** As many jobs as get a few lines each; of their steps those that failed and the longest. */
function renderSteps(jobs, nowMs) {
    const chosen = choose(jobs, Math.floor(maxStepLines / (minSteps + 1)));
    const perJob = Math.floor(maxStepLines / chosen.length) - 1;
    const rows = chosen.map((job) => ({ job, bars: stepBars(job, nowMs) }));
    return renderTimeline(rows.map(({ job, bars }) => rowOf(job, [...waitBar(job), ...render_timeline_longest(bars, perJob)])), { jobCount: jobs.length, lines: 'bar', isCut: rows.some(({ bars }) => bars.length > perJob) });
}
/** So many bars, in their order. */
function render_timeline_longest(bars, max) {
    if (bars.length <= max)
        return bars;
    const worth = ({ style }) => Number(style === 'crit' || style === 'active');
    const kept = new Set(bars.toSorted((one, other) => worth(other) - worth(one) || lengthOf(other) - lengthOf(one)).slice(0, max));
    return bars.filter((bar) => kept.has(bar));
}
const lengthOf = ({ startMs, endMs }) => endMs - startMs;
function renderTimeline(rows, of) {
    const fitting = (0,mermaid/* fittingRows */.v$)(rows, mermaid/* maxDiagramChars */.L4);
    const notes = [
        ...(fitting.length === of.jobCount
            ? []
            : [
                `${(0,format/* formatCount */.B4)(fitting.length)} of ${(0,format/* formatCount */.B4)(of.jobCount)} jobs: what failed, the critical path, and the longest.`,
            ]),
        ...(of.isCut ? ['Of each job what failed and the longest steps.'] : []),
    ];
    return (0,markdown/* details */.zH)('Timeline', (0,markdown/* joinBlocks */.x9)([
        (0,markdown/* codeFence */.d6)('mermaid', (0,mermaid/* ganttChart */.$G)(fitting, of.lines).trimEnd()),
        notes.length === 0 ? '' : `<sub>${notes.join(' ')}</sub>`,
    ]));
}
/** The jobs worth a line, in the order of their start. */
function choose(jobs, max) {
    const worth = (job) => job.counts === 'failed' || job.counts === 'cancelled' ? 2 : job.isOnCriticalPath ? 1 : 0;
    return jobs
        .toSorted((one, other) => worth(other) - worth(one) || (other.ranMs ?? 0) - (one.ranMs ?? 0))
        .slice(0, max)
        .toSorted((one, other) => beganMs(one) - beganMs(other) || one.id - other.id);
}
const beganMs = ({ createdAtMs, startedAtMs }) => createdAtMs ?? startedAtMs ?? 0;
const rowOf = (job, bars) => ({
    mark: (0,render_names/* jobMark */.Lx)(job),
    label: job.name,
    bars,
});
function waitBar({ createdAtMs, startedAtMs, queuedMs }) {
    if (createdAtMs === null || startedAtMs === null || queuedMs === null || queuedMs < minWaitMs)
        return [];
    return [
        { mark: '⏳', label: (0,format/* formatDuration */.a3)(queuedMs), style: 'done', startMs: createdAtMs, endMs: startedAtMs },
    ];
}
function runBar(job, nowMs) {
    const startMs = job.startedAtMs ?? nowMs;
    return {
        mark: (0,render_names/* jobMark */.Lx)(job),
        label: job.ranMs === null ? 'running' : (0,format/* formatDuration */.a3)(job.ranMs),
        style: styleOf(job.conclusion),
        startMs,
        endMs: job.endedAtMs ?? Math.max(startMs, nowMs),
    };
}
/** The steps that took time, and those that failed; a job without any is one bar. */
function stepBars(job, nowMs) {
    const bars = job.steps.flatMap(({ name, conclusion, startedAtMs, ranMs }) => {
        if (startedAtMs === null || ranMs === null || (ranMs === 0 && conclusion === 'success'))
            return [];
        const bar = { mark: (0,render_names/* markOf */.Fg)(conclusion), label: name, style: styleOf(conclusion) };
        return [{ ...bar, startMs: startedAtMs, endMs: startedAtMs + ranMs }];
    });
    return bars.length === 0 ? [runBar(job, nowMs)] : bars.toSorted((one, other) => one.startMs - other.startMs);
}
function styleOf(conclusion) {
    switch (conclusion) {
        case 'success':
            return 'plain';
        case null:
            return 'active';
        case 'cancelled':
        case 'skipped':
        case 'neutral':
            return 'done';
        default:
            return 'crit';
    }
}

;// CONCATENATED MODULE: ./src/summarise/run/render.ts
/** The page of a run, in the order in which a reader decides: the verdict, why, the jobs, what it hangs on, the rest. */







const defaultMaxBytes = text_blocks/* maxSummaryBytes */.aH;
/** Markdown of the job summary. A run that is plainly green is two lines and folded sections. */
function renderRun(report, { timeline, maxBytes }) {
    const isPlain = report.verdict === 'success' && !hasNoteworthyJobs(report);
    const blocks = [
        (0,text_blocks/* fixed */.Zu)('the verdict', renderVerdict(report)),
        (0,text_blocks/* fixed */.Zu)('what closed the gate', renderGateNotes(report)),
        ...failureBlocks(report),
        ...(isPlain || report.jobs.length === 0 ? [] : [jobTableBlock(report)]),
        (0,text_blocks/* fixed */.Zu)('the critical path', renderCriticalPath(report)),
        allJobsBlock(report),
        timelineBlock(report, timeline),
        slackBlock(report),
        slowestStepsBlock(report),
        artifactsBlock(report),
        attemptsBlock(report),
        billingBlock(report),
        gateBlock(report),
        (0,text_blocks/* fixed */.Zu)('what is missing', renderNotices(report)),
        aboutBlock(report),
    ];
    return `${(0,text_blocks/* fitBlocks */.U8)(blocks, leftOutNote, maxBytes)}\n`;
}
const leftOutNote = (shortened) => `✂️ To stay below GitHub's limit, this page leaves out or shortens ${(0,render_names/* listOf */.c3)(shortened, shortened.length)}. All of it is in the file of \`report-json\`.`;

;// CONCATENATED MODULE: ./src/summarise/run/render-outputs.ts


/** A job's outputs may take 1 MB together, in UTF-16: half of it in characters, and other steps want some. */
const maxJobsChars = 300_000;
const maxNamesChars = 60_000;
/** A step shows ten notices at most. */
const maxNotices = 8;
const maxNames = 5;
/** Every output of SPEC 4.1 but the paths of the files. */
function renderOutputs(report) {
    return {
        verdict: report.verdict,
        conclusion: report.conclusion,
        'failed-jobs': fittingJson(report.failedJobs, maxNamesChars),
        'flaky-jobs': fittingJson(report.flakyJobs, maxNamesChars),
        'slowest-job': report.slowestJob ?? '',
        'duration-ms': report.durationMs === null ? '' : String(report.durationMs),
        'p50-ms': numberOf(report.baseline?.p50Ms),
        jobs: jobsJson(report),
    };
}
/** Of very many jobs only what tells them apart and how they ended: all of them matter more than all about them. */
function jobsJson({ jobs }) {
    const whole = JSON.stringify(jobs.map(({ id, name, conclusion, counts, attempt, ranMs, url }) => ({
        id,
        name,
        conclusion,
        counts,
        attempt,
        durationMs: ranMs,
        url,
    })));
    if (whole.length <= maxJobsChars)
        return whole;
    return fittingJson(jobs.map(({ id, name, conclusion }) => ({ id, name, conclusion })), maxJobsChars);
}
const numberOf = (value) => value === null || value === undefined ? '' : String(value);
/** As many of the items as GitHub lets an output hold; report-json has all. */
function fittingJson(items, maxChars) {
    const parts = [];
    let chars = 2;
    for (const item of items) {
        const part = JSON.stringify(item);
        chars += part.length + 1;
        if (chars > maxChars)
            break;
        parts.push(part);
    }
    return `[${parts.join(',')}]`;
}
/** The one error of a closed gate; null when the step passes. */
function render_outputs_renderFailure(report) {
    const { gate, verdict } = report;
    if (!gate.isOn || gate.isOpen)
        return null;
    const reasons = [...gate.problems, ...jobReasons(report), ...regressionReason(report)];
    return {
        message: `The gate is closed (verdict: ${verdict}). ${reasons.join(' ')}`,
        hint: hintOf(report),
    };
}
function jobReasons({ gate }) {
    const total = (0,format/* countOf */.pq)(gate.rows.length, 'job');
    return ['failed', 'cancelled'].flatMap((counts) => {
        const rows = gate.rows.filter((row) => row.counts === counts);
        if (rows.length === 0)
            return [];
        const names = rows
            .slice(0, maxNames)
            .map(({ name, result, why }) => `"${(0,render_names/* plainName */.MH)(name)}" (${result === 'failure' && !why.includes(';') ? 'failure' : `${result}: ${(0,render_names/* plainName */.MH)(why)}`})`);
        const rest = rows.length > maxNames ? ` and ${rows.length - maxNames} more` : '';
        return [
            `${rows.length} of ${total} ${counts === 'failed' ? 'failed' : 'cancelled'}: ${names.join(', ')}${rest}.`,
        ];
    });
}
function regressionReason({ gate: { regression }, durationMs, baseline }) {
    if (regression?.isExceeded !== true || regression.change === null)
        return [];
    const took = (0,format/* formatDuration */.a3)(durationMs ?? 0);
    const typical = (0,format/* formatDuration */.a3)(baseline?.p50Ms ?? 0);
    return [
        `The run took ${took}, ${(0,format/* formatPercent */.l9)(regression.change)} longer than its p50 of ${typical}; max-regression allows ${(0,format/* formatPercent */.l9)(regression.limit)}.`,
    ];
}
function hintOf({ gate, run }) {
    const hints = [];
    const failed = gate.rows.filter(({ counts }) => counts === 'failed');
    if (failed.some(({ result }) => result === 'skipped'))
        hints.push('Name jobs that may be skipped in allow-skip.');
    if (failed.some(({ result }) => result !== 'skipped'))
        hints.push('Look at the job summary for the step and the log; name jobs that may fail in allow-failure (require beats it).');
    if (gate.rows.some(({ counts }) => counts === 'cancelled'))
        hints.push('on-cancelled: ignore lets cancelled jobs pass.');
    const unmatched = gate.needs.filter(({ match, result }) => match === 'none' && result !== 'success');
    if (unmatched.length > 0)
        hints.push(`Jobs with a name: of their own are judged by their id in needs: ${unmatched
            .slice(0, maxNames)
            .map(({ id }) => id)
            .join(', ')}.`);
    if (gate.problems.length > 0 && gate.rows.length > 0)
        hints.push('Patterns are compared with the names of jobs and with the ids in needs.');
    if (gate.regression?.isExceeded === true)
        hints.push('The critical path and the slowest steps in the job summary show where the time went; max-regression sets how much is allowed.');
    if (gate.rows.length === 0 && run.isCurrentRun)
        hints.push('List the jobs to judge under "needs:" of this job, and give the step needs: ${{ toJSON(needs) }}.');
    return hints.join(' ');
}
/** What is missing and what did not settle, as notices. */
function renderAnnotations({ notices, gate, settled }) {
    const open = settled.jobs - settled.settled;
    const messages = [
        ...notices,
        ...(open === 0
            ? []
            : [
                `${settled.settled} of ${settled.jobs} jobs had settled after ${(0,format/* formatDuration */.a3)(settled.waitedMs)}; the rest count by needs, or as failed.`,
            ]),
        ...(gate.regression === null || gate.regression.note === ''
            ? []
            : [`max-regression was not applied: ${gate.regression.note}.`]),
    ];
    return messages.slice(0, maxNotices).map((message) => ({ level: 'notice', message }));
}
/** The verdict and what made it, for the log of the step. */
function renderLog(report) {
    const { verdict, conclusion, gate, settled, durationMs, apiCalls } = report;
    const took = durationMs === null ? '' : ` in ${(0,format/* formatDuration */.a3)(durationMs)}`;
    return [
        `Verdict: ${verdict} (worst conclusion: ${conclusion}), ${(0,format/* countOf */.pq)(gate.rows.length, 'job')}${took}.`,
        ...gate.rows
            .filter(({ why }) => why !== 'succeeded')
            .slice(0, maxLogRows)
            .map(({ name, result, counts, why }) => `  ${(0,render_names/* plainName */.MH)(name)}: ${result}, ${counts} (${(0,render_names/* plainName */.MH)(why)})`),
        ...gate.problems.map((problem) => `  ${problem}`),
        `${settled.settled} of ${settled.jobs} jobs settled; ${(0,format/* countOf */.pq)(apiCalls, 'API request')}.`,
    ];
}
const maxLogRows = 100;

;// CONCATENATED MODULE: ./src/summarise/run/execute.ts







/** Summarises and gates on a run. Throws UserError when it is not said which, ApiError when it cannot be read. */
const summariseRun = (inputs, world) => reportRun(inputs, world, report_upload/* uploadArtifact */.m);
/** The same with a way to upload, which tests replace. */
async function reportRun(inputs, world, upload) {
    const facts = await gatherRun(runAddress(inputs, world.context), inputs, world);
    const report = measureRun(facts, { rules: rulesOf(inputs), rates: inputs.rates });
    const summary = renderRun(report, { timeline: inputs.timeline, maxBytes: defaultMaxBytes });
    const published = await (0,publish/* publishFinished */.E)({ folder: `run-${report.run.id}-${report.run.attempt}`, report, summary, artifactName: inputs.report }, world, upload);
    for (const line of renderLog(report))
        world.log.info(line);
    // A closed gate is the message; that the report was not uploaded goes beside it.
    const closed = render_outputs_renderFailure(report);
    const failure = closed ?? published.failure;
    const beside = closed === null || published.failure === null
        ? []
        : [{ level: 'warning', message: published.failure.message }];
    return {
        summary,
        outputs: { ...renderOutputs(report), ...published.outputs, 'error-message': failure?.message ?? '' },
        annotations: [...renderAnnotations(report), ...published.annotations, ...beside],
        failure,
    };
}


/***/ }),

/***/ 65181:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U8: () => (/* binding */ fitBlocks),
/* harmony export */   Zu: () => (/* binding */ fixed),
/* harmony export */   aH: () => (/* binding */ maxSummaryBytes),
/* harmony export */   lq: () => (/* binding */ optional)
/* harmony export */ });
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(86590);
/**
 * Blocks of the page that can do with less: GitHub drops a summary that is too long whole, so detail goes from the
 * bottom of the page upwards until the rest fits.
 */

/** GitHub's limit is 1 MiB, and its masking of secrets may still make a summary longer. */
const maxSummaryBytes = 1000 * 1024;
/** Kept free for the line that says what was left out. */
const noteBytes = 4096;
/** A block that is there as it is. */
const fixed = (what, markdown) => ({ what, variants: [() => markdown] });
/** A block that is there as it is, or not at all. */
const optional = (what, markdown) => ({
    what,
    variants: [() => markdown, () => ''],
});
/** Joins the blocks, shortened from the bottom until they fit; `note` makes the line about what was left out. */
function fitBlocks(blocks, note, maxBytes) {
    const texts = blocks.map(({ variants }) => variants[0]?.() ?? '');
    const shortened = [];
    let bytes = (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .byteLength */ .dp)((0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .joinBlocks */ .x9)(texts));
    for (const [index, { what, variants }] of [...blocks.entries()].toReversed()) {
        for (const shorter of variants.slice(1)) {
            if (bytes <= maxBytes - noteBytes)
                break;
            const before = texts[index] ?? '';
            const after = shorter();
            if (after === before)
                continue;
            texts[index] = after;
            bytes += (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .byteLength */ .dp)(after) - (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .byteLength */ .dp)(before);
            if (!shortened.includes(what))
                shortened.unshift(what);
        }
    }
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .joinBlocks */ .x9)(shortened.length === 0 ? texts : [...texts, note(shortened)]);
}


/***/ }),

/***/ 98488:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B4: () => (/* binding */ formatCount),
/* harmony export */   Ey: () => (/* binding */ formatTimestamp),
/* harmony export */   Gp: () => (/* binding */ formatSigned),
/* harmony export */   Yq: () => (/* binding */ formatDate),
/* harmony export */   a3: () => (/* binding */ formatDuration),
/* harmony export */   l9: () => (/* binding */ formatPercent),
/* harmony export */   ml: () => (/* binding */ shorten),
/* harmony export */   nV: () => (/* binding */ formatAge),
/* harmony export */   pq: () => (/* binding */ countOf),
/* harmony export */   z3: () => (/* binding */ formatBytes)
/* harmony export */ });
/** Numbers for people: sizes, durations, ages, counts, shares and times, always in English and UTC. */
const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const byteUnits = ['kB', 'MB', 'GB', 'TB', 'PB'];
/** `0 B`, `999 B`, `1.5 MB`, `123 GB`: decimal units, as GitHub shows them. Negative sizes keep their sign. */
function formatBytes(bytes) {
    if (bytes < 0)
        return `-${formatBytes(-bytes)}`;
    if (bytes < 999.5)
        return `${Math.round(bytes)} B`;
    let amount = bytes / 1000;
    for (const unit of byteUnits) {
        if (amount < 99.95)
            return `${amount.toFixed(1)} ${unit}`;
        if (amount < 999.5 || unit === 'PB')
            return `${Math.round(amount)} ${unit}`;
        amount /= 1000;
    }
    return '';
}
/** `0.4s`, `45s`, `3m 04s`, `1h 02m`, `2d 03h`: two units at most. Negative durations keep their sign. */
function formatDuration(ms) {
    if (ms < 0)
        return `-${formatDuration(-ms)}`;
    if (ms < 10 * secondMs)
        return `${Number((ms / secondMs).toFixed(1))}s`;
    const seconds = Math.round(ms / secondMs);
    if (seconds < 60)
        return `${seconds}s`;
    if (seconds < 3600)
        return `${Math.floor(seconds / 60)}m ${twoDigits(seconds % 60)}s`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 24 * 60)
        return `${Math.floor(minutes / 60)}h ${twoDigits(minutes % 60)}m`;
    const hours = Math.floor(minutes / 60);
    return `${formatCount(Math.floor(hours / 24))}d ${twoDigits(hours % 24)}h`;
}
const twoDigits = (value) => String(value).padStart(2, '0');
/** `2 d ago`, `3 h ago`, `5 min ago`, `just now`; `in 2 d` for a time to come. Whole units, rounded down. */
function formatAge(thenMs, nowMs) {
    const distanceMs = Math.abs(nowMs - thenMs);
    if (distanceMs < minuteMs)
        return 'just now';
    const distance = distanceMs >= dayMs
        ? `${formatCount(Math.floor(distanceMs / dayMs))} d`
        : distanceMs >= hourMs
            ? `${Math.floor(distanceMs / hourMs)} h`
            : `${Math.floor(distanceMs / minuteMs)} min`;
    return thenMs <= nowMs ? `${distance} ago` : `in ${distance}`;
}
/** `12,345`. */
const formatCount = (count) => String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
/** `1 file`, `12,345 files`. */
const countOf = (count, one, many = `${one}s`) => `${formatCount(count)} ${count === 1 ? one : many}`;
/** A share of 1: `25%`, `0.4%`; what is neither none nor all never reads `0%` or `100%`. */
function formatPercent(share) {
    const percent = share * 100;
    if (percent > 0 && percent < 0.1)
        return '<0.1%';
    if (percent > 99.9 && percent < 100)
        return '>99.9%';
    const isCoarse = Math.abs(percent) >= 10 && Math.abs(percent) < 99;
    return `${isCoarse ? Math.round(percent) : Number(percent.toFixed(1))}%`;
}
/** `+5s`, `−3 MB`, `±0 B`: a difference, in the form of its amount. */
const formatSigned = (value, format) => value === 0 ? `±${format(0)}` : `${value > 0 ? '+' : '−'}${format(Math.abs(value))}`;
/** `2026-01-31 12:34:56 UTC`. */
const formatTimestamp = (ms) => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
/** `2026-01-31`, the UTC day. */
const formatDate = (ms) => new Date(ms).toISOString().slice(0, 10);
/** At most so many characters, the middle cut out, since the ends of names tell them apart. */
function shorten(text, maxCharacters) {
    const chars = Array.from(text);
    if (chars.length <= maxCharacters)
        return text;
    const head = Math.ceil((maxCharacters - 1) / 2);
    const tail = maxCharacters - 1 - head;
    return `${chars.slice(0, head).join('')}…${tail > 0 ? chars.slice(-tail).join('') : ''}`;
}


/***/ })

};
