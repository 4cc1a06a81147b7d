export const id = 436;
export const ids = [436];
export const modules = {

/***/ 83992:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ collectGarbage)
/* harmony export */ });
/* harmony import */ var node_v8__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(78877);
/* harmony import */ var node_v8__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_v8__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_vm__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(30714);
/* harmony import */ var node_vm__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_vm__WEBPACK_IMPORTED_MODULE_1__);
/** V8's own collector. It looks at its heap only, and late; who lets go of much at once knows better when to look. */


let collector = null;
/** Collects now: what is young (a millisecond or two), or all. Does nothing where V8 does not lend its collector. */
function collectGarbage(type) {
    collector ??= findCollector();
    collector({ type });
}
function findCollector() {
    node_v8__WEBPACK_IMPORTED_MODULE_0___default().setFlagsFromString('--expose-gc');
    const found = node_vm__WEBPACK_IMPORTED_MODULE_1___default().runInNewContext('globalThis.gc');
    return isCollector(found) ? found : () => undefined;
}
const isCollector = (value) => typeof value === 'function';


/***/ }),

/***/ 4436:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runPrune: () => (/* binding */ runPrune)
});

// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(83916);
// EXTERNAL MODULE: ./src/text/format.ts
var format = __webpack_require__(98488);
// EXTERNAL MODULE: ./src/github/limits.ts
var limits = __webpack_require__(71679);
// EXTERNAL MODULE: ./src/text/markdown.ts
var markdown = __webpack_require__(86590);
;// CONCATENATED MODULE: ./src/prune/describe.ts
/** Items in words, for the log and for messages: plain text, one line. */

/** `artifact 42 "coverage" (run 7)`, `run 7 (CI #12)`, `the logs of run 7 (CI #12)`. */
function describeItem({ kind, id, artifact, run, runId }) {
    if (artifact !== null)
        return `artifact ${id} "${(0,markdown/* cleanLine */.Ow)(artifact.name)}"${runId === null ? '' : ` (run ${runId})`}`;
    const label = run === null ? '' : ` (${(0,markdown/* cleanLine */.Ow)(run.workflowName)} #${run.number})`;
    return kind === 'logs' ? `the logs of run ${id}${label}` : `run ${id}${label}`;
}

;// CONCATENATED MODULE: ./src/prune/measure.ts
/** What a deletion frees: the artifact itself, or all that goes with a run. */
const freedBytes = (item, { artifactsOfRun }) => item.kind === 'run'
    ? (artifactsOfRun.get(item.id) ?? []).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    : item.sizeBytes;
/** What some decisions come to together. */
const amountOf = (decisions, plan) => ({
    count: decisions.length,
    bytes: decisions.reduce((sum, { item }) => sum + freedBytes(item, plan), 0),
});
const addUp = (amounts) => ({
    count: amounts.reduce((sum, { count }) => sum + count, 0),
    bytes: amounts.reduce((sum, { bytes }) => sum + bytes, 0),
});
const keepStages = [
    'invariant',
    'protected',
    'rule',
    'narrowed',
    'expires-soon',
    'budget',
    'artifacts',
];
/** The funnel of one repository. Sizes are of the artifacts themselves; only candidates count what goes with a run. */
function funnelOf(plan, targets) {
    const hasArtifacts = targets.includes('artifacts');
    const amounts = new Map();
    const add = (step, bytes) => {
        const amount = amounts.get(step) ?? { count: 0, bytes: 0 };
        amount.count += 1;
        amount.bytes += bytes;
        amounts.set(step, amount);
    };
    for (const { item, fate, reasons } of plan.decisions)
        if (hasArtifacts || item.kind !== 'artifact')
            add(fate === 'kept' ? (reasons[0]?.stage ?? 'rule') : fate, item.artifact?.isExpired === true ? 0 : item.sizeBytes);
    const amountAt = (step) => amounts.get(step) ?? nothing;
    return {
        listed: addUp([...amounts.values()]),
        outside: amountAt('outside'),
        expired: amountAt('expired'),
        kept: keepStages.flatMap((stage) => {
            const amount = amounts.get(stage);
            return amount === undefined ? [] : [{ stage, ...amount }];
        }),
        withRun: amountAt('with-run'),
        candidates: amountOf(plan.candidates, plan),
    };
}
const nothing = { count: 0, bytes: 0 };
/** How many kept items each reason holds; an item with several counts for each. Most first. */
function keepReasons({ decisions }) {
    const reasons = new Map();
    for (const { fate, item, reasons: own } of decisions) {
        if (fate !== 'kept')
            continue;
        for (const { stage, text } of own) {
            // Each such reason names an artifact of its own.
            const label = stage === 'artifacts' ? 'one of its artifacts stays' : text;
            const sum = reasons.get(label) ?? { text: label, count: 0, bytes: 0 };
            sum.count += 1;
            sum.bytes += item.sizeBytes;
            reasons.set(label, sum);
        }
    }
    return [...reasons.values()].sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1));
}
/**
 * Adds up a plan and what became of it. Null outcomes are those of a dry run, which leaves to the next run what the
 * slice leaves; a real run leaves all that it did not try, and one that was refused tried nothing.
 */
function totalsOf(plan, outcomes) {
    const { repositories } = plan;
    const of = (status) => (outcomes ?? []).filter((outcome) => outcome.status === status);
    const bytesOf = (list) => list.reduce((sum, { entry }) => sum + freedBytes(entry.decision.item, entry.plan), 0);
    const candidates = addUp(repositories.map((each) => amountOf(each.candidates, each)));
    const planned = addUp(repositories.map((each) => amountOf(each.deletions, each)));
    const tried = { count: outcomes?.length ?? 0, bytes: bytesOf(outcomes ?? []) };
    const done = outcomes === null ? planned : tried;
    return {
        candidates,
        planned,
        kept: repositories.reduce((sum, { decisions }) => sum + decisions.filter(({ fate }) => fate === 'kept').length, 0),
        deleted: { count: of('deleted').length, bytes: bytesOf(of('deleted')) },
        gone: of('gone').length,
        failed: of('failed').length,
        remaining: { count: candidates.count - done.count, bytes: candidates.bytes - done.bytes },
        totalBytes: repositories.reduce((sum, { scopeBytes }) => sum + scopeBytes, 0) -
            bytesOf(of('deleted')) -
            bytesOf(of('gone')),
        isOverBudget: repositories.some(({ isOverBudget }) => isOverBudget),
    };
}
/** The outputs that SPEC names, all of them. */
function outputsOf(totals, files) {
    return {
        candidates: String(totals.candidates.count),
        deleted: String(totals.deleted.count),
        gone: String(totals.gone),
        kept: String(totals.kept),
        failed: String(totals.failed),
        remaining: String(totals.remaining.count),
        'freed-bytes': String(totals.deleted.bytes),
        'would-free-bytes': String(totals.planned.bytes),
        'total-bytes': String(totals.totalBytes),
        'over-budget': String(totals.isOverBudget),
        plan: files.planPath,
        'plan-hash': files.planHash,
    };
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./src/select/order.ts
var order = __webpack_require__(82824);
;// CONCATENATED MODULE: ./src/prune/items.ts

/** The items of the targets. With runs, artifacts are items too: they go with their run, so they have to be known. */
function itemsOf(inventory, targets) {
    const items = [];
    for (const artifact of inventory.artifacts)
        items.push(artifactItem(artifact, inventory.runs));
    for (const run of inventory.runs.values()) {
        if (targets.includes('logs'))
            items.push(runItem('logs', run));
        if (targets.includes('runs'))
            items.push(runItem('run', run));
    }
    return items;
}
function artifactItem(artifact, runs) {
    const run = artifact.run === null ? null : (runs.get(artifact.run.id) ?? null);
    // The run knows more than what the artifact says of it.
    const head = run ?? artifact.run;
    return {
        kind: 'artifact',
        id: artifact.id,
        timeMs: artifact.createdAtMs,
        sizeBytes: artifact.sizeBytes,
        artifact,
        runId: artifact.run?.id ?? null,
        run,
        headBranch: head?.headBranch ?? null,
        headSha: head?.headSha ?? null,
        headRepositoryId: head?.headRepositoryId ?? null,
    };
}
const runItem = (kind, run) => ({
    kind,
    id: run.id,
    timeMs: (0,order/* timestampOf */.U_)(run),
    sizeBytes: 0,
    artifact: null,
    runId: run.id,
    run,
    headBranch: run.headBranch,
    headSha: run.headSha,
    headRepositoryId: run.headRepositoryId,
});
/** Newest first; of the same moment the higher id is newer. */
const newestFirst = (a, b) => b.timeMs - a.timeMs || b.id - a.id || kindOrder[b.kind] - kindOrder[a.kind];
const kindOrder = { artifact: 0, logs: 1, run: 2 };
/** Oldest first: the order in which things go. */
const oldestFirst = (a, b) => newestFirst(b, a);

;// CONCATENATED MODULE: ./src/prune/plan.ts
/** What a run deletes: the decisions of all repositories, cut to `max-deletions`, and a hash that stands for it. */


/** Cuts the candidates of all repositories, oldest first, to what one run may delete. */
function planOf(decisions, options) {
    const isNow = slice(decisions, options.maxDeletions);
    const repositories = decisions.map((decision) => {
        const deletions = decision.candidates.filter(isNow);
        const later = decision.candidates.filter((candidate) => !isNow(candidate));
        const repositoryId = decision.inventory.repository.id;
        return {
            ...decision,
            deletions,
            later,
            hash: planHash(options.targets, repositoryId, deletions.map(toItem)),
        };
    });
    return { ...options, repositories, hash: totalHash(repositories) };
}
function slice(decisions, maxDeletions) {
    const queue = decisions.flatMap(({ candidates }) => candidates);
    if (queue.length <= maxDeletions)
        return () => true;
    const first = new Set(queue.sort((a, b) => oldestFirst(a.item, b.item)).slice(0, maxDeletions));
    return (candidate) => first.has(candidate);
}
const toItem = ({ item }) => item;
/**
 * Hex sha256 of the targets, the repository's id and the sorted ids of what is deleted, and of nothing else: two
 * plans with one hash delete the same things.
 */
function planHash(targets, repositoryId, items) {
    const ids = items
        .toSorted((a, b) => (a.kind === b.kind ? a.id - b.id : a.kind < b.kind ? -1 : 1))
        .map(({ kind, id }) => `${kind}:${id}`);
    return sha256([`target:${targets.toSorted().join(',')}`, `repository:${repositoryId}`, ...ids]);
}
function totalHash(repositories) {
    const [first, ...rest] = repositories;
    if (first !== undefined && rest.length === 0)
        return first.hash;
    const changing = repositories.filter(({ deletions }) => deletions.length > 0);
    return sha256(changing
        .toSorted((a, b) => a.inventory.repository.id - b.inventory.repository.id)
        .map(({ inventory, hash }) => `${inventory.repository.id}:${hash}`));
}
const sha256 = (lines) => (0,external_node_crypto_.createHash)('sha256').update(lines.join('\n')).digest('hex');
/** Everything that the policy deletes, oldest first; the first `max-deletions` are what this run is about. */
function queueOf({ repositories }) {
    const queue = repositories.flatMap((plan) => plan.candidates.map((decision) => ({ plan, decision })));
    return newestOfNameFirst(queue.sort((a, b) => oldestFirst(a.decision.item, b.decision.item)));
}
/** The results service deletes by name, the newest first: entries of one name swap their places for that. */
function newestOfNameFirst(queue) {
    const names = new Map();
    for (const entry of queue) {
        const { artifact, id } = entry.decision.item;
        if (artifact === null || !entry.plan.inventory.inResults.has(id))
            continue;
        const entries = names.get(artifact.name);
        if (entries === undefined)
            names.set(artifact.name, [entry]);
        else
            entries.push(entry);
    }
    return queue.map((entry) => {
        const { artifact, id } = entry.decision.item;
        const isNamed = artifact !== null && entry.plan.inventory.inResults.has(id);
        // Entries were added oldest first: taking them from the end fills the same places, newest first.
        return (isNamed ? names.get(artifact.name)?.pop() : undefined) ?? entry;
    });
}

;// CONCATENATED MODULE: ./src/prune/apply.ts
/** Deletes what the plan says, oldest first, and nothing else. The pace is the port's; when to stop is decided here. */






/** GitHub asks for writes one after the other; at 2.5 a second four of them hide the latency. */
const maxAtOnce = 4;
/** When this many deletions fail in a row, whatever is wrong is wrong for all of them. */
const maxFailuresInARow = 20;
/** Applies the plan: cancels what hangs, then deletes. Never throws; what went wrong is in what it returns. */
async function applyPlan(options, world) {
    const state = {
        outcomes: [],
        cancelled: [],
        cancelFailures: [],
        stop: null,
        inFlight: 0,
        failuresInARow: 0,
    };
    await runAtOnce(cancellations(options.plan), (each) => cancel(each, { state, options, world }), state);
    const queue = options.isExact ? exactQueue(options.plan) : queueOf(options.plan);
    const slots = slotsOf(queue, options.plan.maxDeletions);
    await runAtOnce(slots, (entry) => remove(entry, { state, options, world, slots }), state);
    return state;
}
function exactQueue(plan) {
    const planned = new Set(plan.repositories.flatMap(({ deletions }) => deletions));
    return queueOf(plan).filter(({ decision }) => planned.has(decision));
}
function slotsOf(queue, maxDeletions) {
    let position = 0;
    let free = maxDeletions;
    return {
        next: () => {
            const entry = free > 0 ? queue[position] : undefined;
            if (entry === undefined)
                return null;
            position += 1;
            free -= 1;
            return entry;
        },
        release: () => {
            free += 1;
        },
    };
}
function cancellations({ repositories }) {
    const all = repositories.flatMap(({ stale, inventory }) => stale.map(({ run }) => ({ run, repository: inventory.repository })));
    return { next: () => all.shift() ?? null };
}
/**
 * Works on one item after the other, four at a time. The first goes alone: where the token may not write, or GitHub
 * will not have it now, its answer says so before others are on their way.
 */
async function runAtOnce(source, work, state) {
    const worker = async () => {
        while (state.stop === null) {
            const item = source.next();
            if (item === null)
                return;
            await work(item);
        }
    };
    const first = source.next();
    if (first === null)
        return;
    await work(first);
    await Promise.all(Array.from({ length: maxAtOnce }, worker));
}
async function cancel({ repository, run }, scene) {
    const { state, world } = scene;
    const label = `run ${run.id} of ${nameOf(repository)}`;
    const result = await request(scene, {
        calls: 1,
        send: () => world.github.cancelRun(repository, run.id),
        isRefusedForItself: never,
    });
    if (result.kind === 'done') {
        state.cancelled.push(run);
        world.log.info(`Cancelled ${label}.`);
    }
    else if (result.kind === 'gone' || isConflict(result)) {
        world.log.info(`Ended already, or about to: ${label}.`);
    }
    else if (result.kind === 'failed') {
        state.cancelFailures.push(result.error.message);
    }
}
/** It has ended, or is being cancelled, since it was listed. */
const isConflict = (result) => result.kind === 'failed' && result.error.kind === 'conflict';
async function remove(entry, scene) {
    const { state, world, slots } = scene;
    const { item } = entry.decision;
    const { repository } = entry.plan.inventory;
    const result = await request(scene, deletionOf(item, entry.plan, world));
    if (result.kind === 'stopped')
        return;
    const label = `${describeItem(item)} of ${nameOf(repository)}`;
    if (result.kind === 'failed') {
        state.outcomes.push({ entry, status: 'failed', error: result.error.message });
        world.log.warning(`Not deleted: ${label}. ${result.error.message}`);
        return;
    }
    state.outcomes.push({ entry, status: result.kind === 'gone' ? 'gone' : 'deleted', error: '' });
    if (result.kind === 'gone' && item.kind === 'logs')
        slots.release();
    world.log.info(result.kind === 'gone'
        ? `Gone already: ${label}.`
        : `Deleted ${label}${sizeText(freedBytes(item, entry.plan))}.`);
}
const sizeText = (bytes) => (bytes === 0 ? '' : ` (${(0,format/* formatBytes */.z3)(bytes)})`);
const nameOf = ({ owner, name }) => `${owner}/${name}`;
/** One request, unless there is a reason to stop: before it, or because of its answer. */
async function request(scene, { calls, send, isRefusedForItself }) {
    const { state, options, world } = scene;
    if (world.signal.aborted)
        return stop(state, { kind: 'cancelled' });
    const rateLimit = world.github.rateLimit();
    if ((0,limits/* callsLeft */.Zn)(rateLimit, options.apiReserve) < (state.inFlight + 1) * calls)
        return stop(state, { kind: 'rate-limit', message: reserveMessage(rateLimit?.resetAtMs ?? null) });
    state.inFlight += 1;
    try {
        await send();
        state.failuresInARow = 0;
        return { kind: 'done' };
    }
    catch (error) {
        const isPermission = error instanceof errors/* ApiError */.hD && error.kind === 'permission';
        if (isPermission && (await isRefusedForItself()))
            return single(state, error);
        return failed(scene, error);
    }
    finally {
        state.inFlight -= 1;
    }
}
function failed({ state, world }, error) {
    if (world.signal.aborted)
        return stop(state, { kind: 'cancelled' });
    if ((0,errors/* isMissing */.b2)(error)) {
        state.failuresInARow = 0;
        return { kind: 'gone' };
    }
    if (!(error instanceof errors/* ApiError */.hD))
        return stop(state, { kind: 'error', error });
    if (error.kind === 'rate-limit')
        return stop(state, { kind: 'rate-limit', message: error.message });
    if (error.kind === 'permission' || error.kind === 'unauthorized')
        return stop(state, { kind: 'error', error });
    return single(state, error);
}
function single(state, error) {
    state.failuresInARow += 1;
    if (state.failuresInARow >= maxFailuresInARow)
        stop(state, { kind: 'failing', error });
    return { kind: 'failed', error };
}
/** Of several reasons to stop the first one is told. */
function stop(state, reason) {
    state.stop ??= reason;
    return { kind: 'stopped' };
}
const reserveMessage = (resetAtMs) => 'The share of the rate limit that api-reserve leaves to others is reached' +
    `${resetAtMs === null ? '' : `; the limit resets at ${(0,format/* formatTimestamp */.Ey)(resetAtMs)}`}.`;
function deletionOf(item, plan, { github, results }) {
    const { repository } = plan.inventory;
    // What GitHub answers for a run that was re-run since is not documented, and may be 403.
    const isRerun = async () => {
        try {
            return (await github.getRun(repository, item.id)).status !== 'completed';
        }
        catch {
            // The refusal itself says more than this.
            return false;
        }
    };
    switch (item.kind) {
        case 'run':
            return { calls: 1, send: () => github.deleteRun(repository, item.id), isRefusedForItself: isRerun };
        case 'logs':
            return { calls: 1, send: () => github.deleteRunLogs(repository, item.id), isRefusedForItself: isRerun };
        case 'artifact': {
            const { artifact } = item;
            return artifact !== null && results !== null && isNewestOfName(artifact, plan)
                ? { calls: 0, send: () => results.deleteArtifact(artifact), isRefusedForItself: never }
                : { calls: 1, send: () => github.deleteArtifact(repository, item.id), isRefusedForItself: never };
        }
    }
}
const never = () => Promise.resolve(false);
/**
 * Whether the results service, which deletes the newest of a name, cannot hit anything but the plan: all newer ones
 * of the name are deleted as well.
 */
function isNewestOfName(artifact, { inventory, deletions }) {
    if (!inventory.inResults.has(artifact.id))
        return false;
    const planned = new Set(deletions.flatMap(({ item }) => (item.kind === 'artifact' ? [item.id] : [])));
    return inventory.artifacts.every(({ id, name }) => name !== artifact.name || id <= artifact.id || !inventory.inResults.has(id) || planned.has(id));
}

// EXTERNAL MODULE: ./src/listing.ts
var src_listing = __webpack_require__(74907);
// EXTERNAL MODULE: ./src/select/branches.ts
var branches = __webpack_require__(31966);
// EXTERNAL MODULE: ./src/select/facts.ts
var select_facts = __webpack_require__(22967);
;// CONCATENATED MODULE: ./src/prune/gather-quota.ts

/** Pages of one listing that are read at once: GitHub allows 100 requests at a time, of all that share a token. */
const pagesAtOnce = 10;
/** Tells whether the token's quota, less the share to leave to others, pays for that many more calls. */
const affordable = (github, apiReserve) => (calls) => (0,limits/* hasQuota */.Z0)(github.rateLimit(), apiReserve, calls);

;// CONCATENATED MODULE: ./src/prune/gather-facts.ts
/**
 * Reads what stands behind the protections and the words of `branch` and `workflow`. What cannot be read protects
 * nothing: an error, before anything is deleted.
 */





/** What the rules ask for besides runs and artifacts. Throws UserError that names the input that asks. */
async function readFacts(reader, request) {
    const { github, repository, canAfford } = reader;
    const { reads, protectsOpenPrs, nowMs, defaultBranch } = request;
    const [tagShas, openHeads, facts] = await Promise.all([
        reads.tags ? readTagShas(reader) : Promise.resolve(null),
        reads.openPulls
            ? readOpenHeads(reader, protectsOpenPrs ? 'protect-open-prs' : 'branch: @closed-pr')
            : Promise.resolve(null),
        (0,select_facts/* gatherRunFacts */.m)(github, repository, {
            // The default branch and the pull requests are read already.
            needs: {
                defaultBranch: false,
                openHeads: false,
                existingRefs: reads.existingRefs,
                workflows: reads.workflows,
            },
            nowMs,
            canAfford,
        }),
    ]);
    return { tagShas, openHeads, facts: { ...facts, defaultBranch, openHeads: openHeads?.branches ?? null } };
}
/** The commits that carry a tag. */
async function readTagShas({ github, repository, canAfford }) {
    const tags = await readBehind({
        what: `the tags of ${repository.owner}/${repository.name}`,
        fetchPage: (page) => github.listTags(repository, page),
        idOf: ({ name }) => name,
        concurrency: pagesAtOnce,
        canAfford,
        asker: 'protect-tagged',
        mend: mendOf('contents: read', 'protect-tagged'),
    });
    return new Set(tags.map(({ sha }) => sha));
}
/** Heads of the open pull requests. `asker` is the input that needs them, `protect-open-prs` or `branch: @closed-pr`. */
async function readOpenHeads({ github, repository, canAfford }, asker) {
    const pulls = await readBehind({
        what: `the open pull requests of ${repository.owner}/${repository.name}`,
        fetchPage: (page) => github.listPullRequests(repository, { state: 'open' }, page),
        idOf: ({ number }) => number,
        concurrency: pagesAtOnce,
        canAfford,
        asker,
        mend: asker === 'protect-open-prs'
            ? mendOf('pull-requests: read', 'protect-open-prs')
            : 'Add "permissions: pull-requests: read" to the job, or name the branches themselves.',
    });
    return {
        branches: new Set(pulls.map(({ headRepositoryId, headBranch }) => (0,branches/* headKey */.Qo)(headRepositoryId, headBranch))),
        shas: new Set(pulls.map(({ headSha }) => headSha)),
    };
}
const mendOf = (permission, input) => `Add "permissions: ${permission}" to the job, or write ${input}: false to do without this protection.`;
async function readBehind(listing) {
    try {
        return await (0,src_listing/* readWhole */.oD)(listing);
    }
    catch (error) {
        // Waiting mends a rate limit, and trying again a network: those say so themselves.
        if (!(error instanceof errors/* ApiError */.hD))
            throw error;
        const isRefusal = error.kind === 'permission' || error.kind === 'not-found' || error.kind === 'unauthorized';
        throw new errors/* UserError */.yo(`${listing.asker} needs ${listing.what}, which cannot be read. ${error.message}`, {
            hint: isRefusal ? listing.mend : error.hint,
            cause: error,
        });
    }
}

;// CONCATENATED MODULE: ./src/run-listing.ts
/** Whole listings of runs, which GitHub cuts off: beyond its cap they are read in slices of time. */


/** "This endpoint will return up to 1,000 results for each search" with any filter. (GitHub's API description) */
const filteredReach = 1000;
/** An unfiltered list has no documented end, but is reported to stop at some 40,000. */
const unfilteredReach = 40_000;
/** Slices are made to hold about this many: enough for full pages, and room to be wrong. */
const aimedCount = 700;
/** A slice grows by this factor at most: where nothing happened for long, the next may be full again. */
const maxGrowth = 8;
/** GitHub Actions did not exist before October 2018. */
const firstRunsMs = Date.UTC(2018, 9, 1);
const secondMs = 1000;
/**
 * Every run of a query, each once, newest first, however many there are. Throws UserError when the quota cannot pay
 * for it (known after the first page), when it does not come out complete, and ApiError.
 */
async function readAllRuns(listing) {
    const { fromMs, toMs, query } = listing;
    const isUnfiltered = fromMs === null && toMs === null && Object.keys(query).every((key) => key === 'workflow');
    const fetchPage = pagesIn(listing, createdFilter(fromMs, toMs));
    const first = await fetchPage(1);
    // A total that is at the cap may be the cap.
    if (countOf(first) < (isUnfiltered ? unfilteredReach : filteredReach))
        return (0,src_listing/* readWhole */.oD)(wholeListing(listing, startingWith(first, fetchPage)));
    return readSlices(listing, first);
}
async function readSlices(listing, newest) {
    const calls = Math.ceil(countOf(newest) / src_listing/* pageSize */.T0);
    if (!listing.canAfford(calls))
        throw (0,src_listing/* tooExpensive */.sQ)(whatOf(listing), calls);
    const floorMs = toSecond(listing.fromMs ?? firstRunsMs);
    // The list itself may be ahead of the filter, so its first page counts too.
    const runs = [...newest.items];
    let toMs = listing.toMs === null ? null : toSecond(listing.toMs);
    let topMs = toMs ?? toSecond(Math.max(floorMs, ...newest.items.map((run) => run.createdAtMs)));
    let widthMs = firstWidth(newest.items);
    while (topMs >= floorMs) {
        const slice = { fromMs: Math.max(floorMs, topMs - widthMs), toMs };
        const fetchPage = pagesIn(listing, createdFilter(slice.fromMs, slice.toMs));
        const first = await fetchPage(1);
        const count = countOf(first);
        if (count >= filteredReach) {
            if (slice.fromMs === topMs)
                throw tooDense(listing, topMs);
            widthMs = toSecond(widthMs / Math.max(2, count / aimedCount));
            continue;
        }
        runs.push(...(await (0,src_listing/* readWhole */.oD)(wholeListing(listing, startingWith(first, fetchPage)))));
        widthMs = Math.max(secondMs, toSecond(widthMs * Math.min(maxGrowth, aimedCount / Math.max(1, count))));
        topMs = slice.fromMs - secondMs;
        toMs = topMs;
    }
    return (0,src_listing/* eachOnce */.B)(runs, (run) => run.id);
}
const toSecond = (timeMs) => Math.floor(timeMs / secondMs) * secondMs;
const countOf = (page) => page.totalCount ?? page.items.length;
/** As wide as a slice has to be for the number aimed at, if runs always came as they do on the newest page. */
function firstWidth(newest) {
    const times = newest.map((run) => run.createdAtMs);
    const spanMs = times.length === 0 ? 0 : Math.max(...times) - Math.min(...times);
    return Math.max(secondMs, toSecond((spanMs * aimedCount) / Math.max(1, times.length)));
}
const pagesIn = ({ github, repository, query }, created) => (page) => github.listRuns(repository, created === null ? query : { ...query, created }, page);
/** The pages of a listing whose first has been read already. */
function startingWith(first, fetchPage) {
    let isUsed = false;
    return (page) => {
        if (page !== 1 || isUsed)
            return fetchPage(page);
        isUsed = true;
        return Promise.resolve(first);
    };
}
const wholeListing = (listing, fetchPage) => ({
    what: whatOf(listing),
    fetchPage,
    idOf: (run) => run.id,
    concurrency: listing.concurrency,
    canAfford: listing.canAfford,
});
const whatOf = ({ repository: { owner, name } }) => `the runs of ${owner}/${name}`;
function createdFilter(fromMs, toMs) {
    if (fromMs === null)
        return toMs === null ? null : `<=${dateText(toMs)}`;
    return toMs === null ? `>=${dateText(fromMs)}` : `${dateText(fromMs)}..${dateText(toMs)}`;
}
/** `2026-01-31T23:59:59Z` */
const dateText = (timeMs) => `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
const tooDense = (listing, timeMs) => new errors/* UserError */.yo(`${whatOf(listing)}: ${filteredReach} or more were created in the second of ${dateText(timeMs)}, ` +
    'and GitHub lists no more than that of one search.', { hint: 'Narrow the selection by workflow, branch or event.' });

;// CONCATENATED MODULE: ./src/prune/gather-runs.ts
/** Reads the runs that the rules need, with as few calls as it takes. */




/**
 * Every status of a run that is neither completed nor in progress, as the API filters by it. (GitHub's API description;
 * what else it may invent is seen whenever the runs themselves are read.)
 */
const restingStatuses = ['queued', 'waiting', 'requested', 'pending'];
/** Lists that it takes to find the runs that are not completed, by their statuses. */
const statusLists = restingStatuses.length + 2;
/**
 * A run uploads artifacts up to 35 days after it started, and can be re-run for 30 days. (docs.github.com: limits,
 * re-running workflows)
 */
const longestRunMs = 65 * 24 * 60 * 60_000;
/** From so many pages on it pays to leave out the runs that are too old to have artifacts. */
const manyPages = 100;
/** Every run of the repository. */
async function readEveryRun(reader) {
    return { runs: byId(await readListing(reader, {})), knownRuns: 'every' };
}
/** The runs of these artifacts: by the list of runs, or one by one where that takes fewer calls. */
async function readRunsOf(artifacts, reader) {
    const first = await reader.github.listRuns(reader.repository, {}, 1);
    const pagesLeft = restOf(first);
    const wanted = new Set(artifacts.flatMap(({ run }) => (run === null ? [] : [run.id])));
    let runs = byId(first.items);
    if (missing(wanted, runs).length > pagesLeft) {
        const isLong = pagesLeft > manyPages;
        const oldestMs = artifacts.reduce((oldest, { createdAtMs }) => Math.min(oldest, createdAtMs), Infinity);
        const listed = await readListing(gather_runs_startingWith(first, reader), isLong ? { fromMs: oldestMs - longestRunMs } : {});
        runs = byId([...first.items, ...listed]);
        if (!isLong)
            return { runs, knownRuns: 'every' };
    }
    const others = await readOneByOne(missing(wanted, runs), reader);
    return { runs: byId([...runs.values(), ...others]), knownRuns: 'every' };
}
/** The runs that are not completed; all of them where that takes no more calls. */
async function readUnfinishedRuns(reader) {
    const first = await reader.github.listRuns(reader.repository, {}, 1);
    if (restOf(first) <= statusLists)
        return { runs: byId(await readListing(gather_runs_startingWith(first, reader), {})), knownRuns: 'every' };
    const readStatus = (status) => readListing(reader, { query: { status } });
    // A run may move from one list to another in between. It does so by running: that list is read before and after.
    const before = await readStatus('in_progress');
    const resting = await Promise.all(restingStatuses.map(readStatus));
    const after = await readStatus('in_progress');
    return { runs: byId([...before, ...resting.flat(), ...after]), knownRuns: 'unfinished' };
}
/** Runs by their ids; those that are not there are left out. */
async function readOneByOne(ids, reader) {
    const { github, repository, canAfford } = reader;
    const what = `the runs of ${repository.owner}/${repository.name}`;
    if (!canAfford(ids.length))
        throw (0,src_listing/* tooExpensive */.sQ)(what, ids.length);
    const runs = await (0,src_listing/* inParallel */.HN)(ids, pagesAtOnce, async (id) => {
        try {
            return await github.getRun(repository, id);
        }
        catch (error) {
            if ((0,errors/* isMissing */.b2)(error))
                return null;
            throw error;
        }
    });
    return runs.filter((run) => run !== null);
}
const readListing = ({ github, repository, canAfford }, { query = {}, fromMs = null, }) => readAllRuns({ github, repository, query, fromMs, toMs: null, concurrency: pagesAtOnce, canAfford });
const byId = (runs) => new Map(runs.map((run) => [run.id, run]));
const restOf = ({ totalCount, items, hasNext }) => hasNext ? Math.ceil((totalCount ?? items.length + 1) / src_listing/* pageSize */.T0) - 1 : 0;
const missing = (wanted, runs) => [...wanted].filter((id) => !runs.has(id));
/** A reader for which the first page of all runs, which has been read, costs nothing; once. */
function gather_runs_startingWith(first, reader) {
    let isUsed = false;
    const listRuns = (repository, query, page) => {
        if (isUsed || page !== 1 || Object.keys(query).length > 0)
            return reader.github.listRuns(repository, query, page);
        isUsed = true;
        return Promise.resolve(first);
    };
    return { ...reader, github: { ...reader.github, listRuns } };
}

// EXTERNAL MODULE: ./src/text/patterns.ts + 1 modules
var patterns = __webpack_require__(17870);
;// CONCATENATED MODULE: ./src/prune/policy-rules.ts
/** What `keep-last-successful` is where nobody wrote it; it holds beside what somebody wrote, unless that is 0. */
const defaultLastSuccessful = { count: 1, branches: 'default' };
const noKeepRules = { withinMs: null, last: null, daily: null, weekly: null, monthly: null };
/** The policy that the inputs describe. */
function policyOf(inputs) {
    const { selectors, keep } = inputs;
    const isNamed = isByName(inputs);
    const kind = isNamed ? 'named' : hasRule(inputs) ? 'rules' : 'cancel';
    return {
        kind,
        targets: inputs.targets,
        selectors,
        groupBy: inputs.groupBy,
        keep: isNamed || inputs.keepNone ? noKeepRules : keep,
        lastSuccessful: isNamed || inputs.keepNone ? null : lastSuccessfulOf(keep.lastSuccessful),
        protectName: inputs.protectName,
        protectBranch: inputs.protectBranch,
        // Ids are meant: only what the user wrote beside them protects.
        protectTagged: inputs.protectTagged ?? !isNamed,
        protectOpenPrs: inputs.protectOpenPrs ?? !isNamed,
        maxTotalSizeBytes: inputs.maxTotalSizeBytes,
        maxDeletePercent: isNamed ? null : inputs.maxDeletePercent,
        cancelStaleMs: inputs.cancelStaleMs,
        timezone: inputs.timezone,
    };
}
function lastSuccessfulOf(count) {
    if (count === null)
        return defaultLastSuccessful;
    return count === 0 ? null : { count, branches: 'every' };
}
const isByName = ({ selectors }) => selectors.runIds !== null || selectors.artifactIds !== null;
/** Whether the user wrote what is to stay or how much may: without it, everything would go. */
const hasRule = (inputs) => hasKeepRule(inputs) || inputs.keepNone || inputs.maxTotalSizeBytes !== null;
/** Whether the user wrote a rule that keeps something; a 0 keeps nothing. */
const hasKeepRule = ({ keep }) => [keep.withinMs, keep.last, keep.lastSuccessful, keep.daily, keep.weekly, keep.monthly].some((value) => (value ?? 0) > 0);
/** What a kind is grouped by. */
function groupKeysOf(policy, kind) {
    const keys = policy.groupBy ?? ['workflow', 'branch', 'name'];
    return kind === 'artifact' ? keys : keys.filter((key) => key !== 'name');
}
/** Whether some rule counts or picks within groups. */
const countsInGroups = ({ keep, lastSuccessful }) => lastSuccessful !== null ||
    [keep.last, keep.daily, keep.weekly, keep.monthly].some((count) => (count ?? 0) > 0);

// EXTERNAL MODULE: ./src/select/runs.ts
var runs = __webpack_require__(94760);
;// CONCATENATED MODULE: ./src/prune/policy-scope.ts
/** The scope: what is grouped and counted. What is outside is neither touched nor takes a place. */



/** The selectors of runs that make the scope. `created`, ages and `conclusion` only narrow (policy-narrow.ts). */
function scopeSelectors({ selectors }) {
    const { workflow, branch, event, actor, runNumbers } = selectors;
    return { ...runs/* everyRun */.Ln, workflow, branch, event, actor, runNumbers };
}
/** Whether the scope asks for what only the whole run knows; an artifact itself knows its branch. */
function scopeNeedsRuns(policy) {
    const { workflow, event, actor, runNumbers, branch } = policy.selectors;
    const branchLines = [...(branch?.includes ?? []), ...(branch?.excludes ?? [])];
    return ([workflow, event, actor, runNumbers].some((selector) => selector !== null) ||
        branchLines.some((line) => line.kind === 'word' && line.word === '@closed-pr'));
}
/** Tells why an item is outside the scope, or null when it is inside. */
function scopeOf({ facts, repository }, policy) {
    const { name } = policy.selectors;
    const isNamed = namedTest(policy);
    const selectors = scopeSelectors(policy);
    const { branch } = selectors;
    const needsRuns = scopeNeedsRuns(policy);
    const outsideRun = (item) => {
        if (item.run !== null) {
            const verdict = (0,runs/* runMatches */.hx)(item.run, selectors, facts);
            return verdict.matches ? null : outside(verdict.test);
        }
        // No rule asked for the runs: the branch is all there is to look at, and the artifact knows it.
        if (needsRuns)
            return unknownRun;
        const head = { ...item, repositoryId: repository.id, event: '' };
        return branch === null || (0,branches/* branchRank */.Rp)(branch, head, facts) !== null ? null : outside('branch');
    };
    // Whether a run is in scope is asked once for all of its artifacts.
    const byRun = new Map();
    return (item) => {
        const notNamed = isNamed(item);
        if (notNamed !== null)
            return notNamed;
        if (name !== null && item.artifact !== null && !(0,patterns/* matchesList */.wC)(name, item.artifact.name))
            return outside('name');
        if (item.runId === null)
            return outsideRun(item);
        let reason = byRun.get(item.runId);
        if (reason === undefined) {
            reason = outsideRun(item);
            byRun.set(item.runId, reason);
        }
        return reason;
    };
}
/** Ids that were given beside each other narrow each other. */
function namedTest({ selectors }) {
    const runIds = selectors.runIds === null ? null : new Set(selectors.runIds.map(({ id }) => id));
    const artifactIds = selectors.artifactIds === null ? null : new Set(selectors.artifactIds.map(({ id }) => id));
    return ({ artifact, runId }) => {
        if (runIds !== null && (runId === null || !runIds.has(runId)))
            return outside('run-id');
        if (artifactIds !== null && artifact !== null && !artifactIds.has(artifact.id))
            return outside('artifact-id');
        return null;
    };
}
const unknownRun = { stage: 'scope', text: 'its run is not known' };
const outside = (selector) => ({ stage: 'scope', text: `${selector} does not match` });

;// CONCATENATED MODULE: ./src/prune/plan-reads.ts





/** What has to be read for a policy of rules; named ids are read one by one. */
function readsOf(policy) {
    const facts = (0,select_facts/* factsNeeded */.j)(scopeSelectors(policy));
    const { existingRefs, workflows } = facts;
    if (policy.kind === 'cancel')
        return {
            artifacts: false,
            runs: 'unfinished',
            tags: false,
            openPulls: facts.openHeads,
            existingRefs,
            workflows,
        };
    const isAboutRuns = policy.targets.some((target) => target !== 'artifacts');
    return {
        // A run takes its artifacts with it: what goes with it has to be in the plan.
        artifacts: policy.targets.some((target) => target !== 'logs'),
        runs: isAboutRuns ? 'all' : artifactsNeedRuns(policy) ? 'of-artifacts' : 'unfinished',
        tags: policy.protectTagged,
        openPulls: policy.protectOpenPrs || facts.openHeads,
        existingRefs,
        workflows,
    };
}
function artifactsNeedRuns(policy) {
    const keys = groupKeysOf(policy, 'artifact');
    const groupsByRun = keys.includes('workflow') || keys.includes('event');
    return (scopeNeedsRuns(policy) ||
        policy.selectors.conclusion !== null ||
        policy.lastSuccessful !== null ||
        (groupsByRun && countsInGroups(policy)));
}
/**
 * Whether runs are needed for nothing but the default of keep-last-successful, and no artifact of the scope is on the
 * default branch: then they decide nothing.
 */
function canSpareRuns(policy, inScope, repository) {
    if (policy.lastSuccessful?.branches !== 'default')
        return false;
    if (artifactsNeedRuns({ ...policy, lastSuccessful: null }))
        return false;
    return !inScope.some(({ run }) => run?.headBranch === repository.defaultBranch && run.headRepositoryId === repository.id);
}
/** Whether, among what was named by id, something looks at more of a run than its id. */
const needsNamedRuns = (policy) => policy.targets.some((target) => target !== 'artifacts') ||
    scopeNeedsRuns(policy) ||
    policy.selectors.branch !== null ||
    policy.selectors.conclusion !== null ||
    policy.protectBranch !== null ||
    policy.protectTagged ||
    policy.protectOpenPrs;
/** Live artifacts that their name and their branch do not put outside the scope: those whose runs are of interest. */
function inScopeByThemselves({ selectors }, { artifacts, facts, repository }) {
    const { name, branch } = selectors;
    const lines = [...(branch?.includes ?? []), ...(branch?.excludes ?? [])];
    // Whether a head had a pull request is asked of the run.
    const isBranchKnown = !lines.some((line) => line.kind === 'word' && line.word === '@closed-pr');
    return artifacts.filter(({ name: own, isExpired, run }) => {
        if (isExpired || run === null)
            return false;
        if (name !== null && !(0,patterns/* matchesList */.wC)(name, own))
            return false;
        if (branch === null || !isBranchKnown)
            return true;
        const head = { ...run, event: '', repositoryId: repository.id };
        return (0,branches/* branchRank */.Rp)(branch, head, facts) !== null;
    });
}

;// CONCATENATED MODULE: ./src/prune/gather.ts
/** Reads everything that the rules ask for of one repository: completely, or not at all. */





/**
 * The inventory of a repository. Throws UserError when a listing does not come out complete, when the quota cannot pay
 * for it, or when the data behind a protection or a branch word cannot be read; ApiError else.
 */
async function gather(repository, request, world) {
    const { policy, nowMs, apiReserve, currentRunId } = request;
    const reads = readsOf(policy);
    const reader = {
        github: world.github,
        repository,
        canAfford: affordable(world.github, apiReserve),
    };
    // Artifacts before runs: a run that starts in between has none in the list, and one that ended is seen as it is.
    const [artifacts, facts] = await Promise.all([
        reads.artifacts ? readArtifacts(reader) : Promise.resolve([]),
        readFacts(reader, {
            reads,
            protectsOpenPrs: policy.protectOpenPrs && policy.kind !== 'cancel',
            nowMs,
            defaultBranch: repository.defaultBranch,
        }),
    ]);
    const runs = await readRuns({ repository, policy, reads, artifacts, facts: facts.facts }, reader);
    return { repository, currentRunId, artifacts, ...runs, ...facts, inResults: new Set(), missing: [] };
}
function readArtifacts({ github, repository, canAfford }) {
    const slim = slimmer();
    return (0,src_listing/* readWhole */.oD)({
        what: `the artifacts of ${repository.owner}/${repository.name}`,
        fetchPage: async (page) => {
            const read = await github.listArtifacts(repository, {}, page);
            return { ...read, items: read.items.map(slim) };
        },
        idOf: ({ id }) => id,
        concurrency: pagesAtOnce,
        canAfford,
    });
}
/**
 * Makes artifacts share what is the same: of 100,000, most of the memory is names, branches and SHAs that repeat. No
 * rule looks at digests, which are as long and never repeat.
 */
function slimmer() {
    const names = new Map();
    const runs = new Map();
    return (artifact) => {
        const name = shared(names, artifact.name, artifact.name);
        const run = artifact.run === null ? null : shared(runs, artifact.run.id, artifact.run);
        return { ...artifact, name, run, digest: null };
    };
}
function shared(known, key, value) {
    const first = known.get(key);
    if (first !== undefined)
        return first;
    known.set(key, value);
    return value;
}
function readRuns(request, reader) {
    const { policy, reads } = request;
    if (reads.runs === 'all')
        return readEveryRun(reader);
    if (policy.kind === 'cancel')
        return readUnfinishedRuns(reader);
    const inScope = inScopeByThemselves(policy, request);
    // Nothing that could be deleted: then it does not matter of which run.
    if (inScope.length === 0)
        return Promise.resolve({ runs: new Map(), knownRuns: 'unfinished' });
    if (reads.runs === 'unfinished' || canSpareRuns(policy, inScope, request.repository))
        return readUnfinishedRuns(reader);
    return readRunsOf(inScope, reader);
}

;// CONCATENATED MODULE: ./src/prune/gather-named.ts
/** Reads runs and artifacts that were named by id, one by one; the current run's artifacts need no permission. */






/** The inventory of the runs and artifacts of a repository that were named. Throws as `gather` does. */
async function gatherNamed(repository, request, world) {
    const { policy, nowMs, apiReserve, currentRunId } = request;
    const reader = {
        github: world.github,
        repository,
        canAfford: affordable(world.github, apiReserve),
    };
    const scene = { repository, reader, request, world, ...idsIn(repository, policy.selectors) };
    const ours = await readCurrentRun(scene);
    // The current run is exempt from all that a run is asked for, unless a rule looks at it.
    const isOfInterest = (runId) => runId !== currentRunId || needsNamedRuns(policy);
    const named = await readOneByOne(scene.runIds.filter(isOfInterest), reader);
    const theirs = await readArtifactsOf(named.filter(({ id }) => id !== currentRunId), scene);
    const listed = (0,src_listing/* eachOnce */.B)([...ours.artifacts, ...theirs], ({ id }) => id);
    const artifacts = [...listed, ...(await gather_named_readArtifacts(without(scene.artifactIds, listed), scene))];
    const parents = artifacts.flatMap(({ run }) => (run === null ? [] : [run.id]));
    const others = await readOneByOne(without([...new Set(parents)].filter(isOfInterest), named), reader);
    return {
        repository,
        currentRunId,
        artifacts,
        runs: new Map([...named, ...others].map((run) => [run.id, run])),
        knownRuns: 'every',
        ...(await readFacts(reader, {
            reads: readsOf(policy),
            protectsOpenPrs: policy.protectOpenPrs,
            nowMs,
            defaultBranch: repository.defaultBranch,
        })),
        inResults: ours.inResults,
        missing: [
            ...without(scene.runIds.filter(isOfInterest), named).map((id) => `run ${id}`),
            ...without(scene.artifactIds, artifacts).map((id) => `artifact ${id}`),
        ],
    };
}
/** A URL says which repository its id is of; a bare id is of the one that the step is about. */
function idsIn(repository, { runIds, artifactIds }) {
    const own = (addresses) => (addresses ?? [])
        .filter((address) => address.repository === null || isSame(address.repository, repository))
        .map(({ id }) => id);
    return { runIds: own(runIds), artifactIds: own(artifactIds) };
}
const isSame = (one, other) => one.owner.toLowerCase() === other.owner.toLowerCase() && one.name.toLowerCase() === other.name.toLowerCase();
const without = (ids, found) => {
    const known = new Set(found.map(({ id }) => id));
    return ids.filter((id) => !known.has(id));
};
const gather_named_nothing = { artifacts: [], inResults: new Set() };
/** Artifacts of the current run: from the results service, which needs no permission, else by REST. */
async function readCurrentRun(scene) {
    const { currentRunId } = scene.request;
    if (currentRunId === null)
        return gather_named_nothing;
    const isNamed = scene.runIds.includes(currentRunId);
    if (!isNamed && scene.artifactIds.length === 0)
        return gather_named_nothing;
    const seen = await readResults(scene, currentRunId);
    if (!isNamed)
        return seen ?? gather_named_nothing;
    if (seen === null)
        return { ...gather_named_nothing, artifacts: await readByRest(scene, currentRunId) };
    // A re-run may not see there what the attempts before it uploaded.
    const isRerun = (scene.world.context.runAttempt ?? 1) > 1;
    if (!isRerun)
        return seen;
    const earlier = await readEarlierAttempts(scene, currentRunId);
    return { ...seen, artifacts: (0,src_listing/* eachOnce */.B)([...earlier, ...seen.artifacts], ({ id }) => id) };
}
async function readByRest(scene, runId) {
    const artifacts = await readRunArtifacts(runId, scene);
    if (artifacts.length === 0 && scene.world.context.isGhes)
        throw notListedYet(runId);
    return artifacts;
}
async function readEarlierAttempts(scene, runId) {
    try {
        return await readRunArtifacts(runId, scene);
    }
    catch (error) {
        if (!(error instanceof errors/* ApiError */.hD))
            throw error;
        scene.world.log.warning(`Artifacts of earlier attempts of this run cannot be seen. ${error.message}`);
        return [];
    }
}
const notListedYet = (runId) => new errors/* UserError */.yo(`GitHub Enterprise Server lists no artifacts of run ${runId}, which is still running.`, {
    hint: 'It lists them when the run has completed: delete them from a workflow on workflow_run, or from a scheduled one.',
});
/** Null where there is no results service, or it does not answer. */
async function readResults(scene, runId) {
    const { world } = scene;
    if (world.results === null)
        return null;
    try {
        const listed = await world.results.listArtifacts();
        return {
            artifacts: listed.map((artifact) => fromResults(artifact, runId, scene)),
            inResults: new Set(listed.map(({ id }) => id)),
        };
    }
    catch (error) {
        if (!(error instanceof errors/* UserError */.yo))
            throw error;
        world.log.debug(`${error.message} The REST API is asked instead.`);
        return null;
    }
}
/** The service says nothing of the run, which is known, nor of its head: who asks for it reads the run. */
const fromResults = (listed, runId, { request, repository }) => ({
    ...listed,
    isExpired: false,
    createdAtMs: listed.createdAtMs ?? request.nowMs,
    expiresAtMs: null,
    run: { id: runId, headBranch: null, headSha: null, repositoryId: repository.id, headRepositoryId: null },
});
/** With runs as a target too: a run takes its artifacts with it. */
async function readArtifactsOf(runs, scene) {
    const { targets, selectors } = scene.request.policy;
    const isNeeded = targets.includes('runs') || (targets.includes('artifacts') && selectors.artifactIds === null);
    if (!isNeeded)
        return [];
    const lists = await (0,src_listing/* inParallel */.HN)(runs, pagesAtOnce, ({ id }) => readRunArtifacts(id, scene));
    return lists.flat();
}
const readRunArtifacts = (runId, { reader }) => {
    const { github, repository, canAfford } = reader;
    return (0,src_listing/* readWhole */.oD)({
        what: `the artifacts of run ${runId} of ${repository.owner}/${repository.name}`,
        fetchPage: (page) => github.listRunArtifacts({ repository, runId }, {}, page),
        idOf: ({ id }) => id,
        // Runs are read side by side already.
        concurrency: 1,
        canAfford,
    });
};
/** Artifacts by their ids; those that are not there are left out. */
async function gather_named_readArtifacts(ids, { reader }) {
    const { github, repository, canAfford } = reader;
    if (!canAfford(ids.length))
        throw (0,src_listing/* tooExpensive */.sQ)(`the artifacts of ${repository.owner}/${repository.name}`, ids.length);
    const artifacts = await (0,src_listing/* inParallel */.HN)(ids, pagesAtOnce, async (id) => {
        try {
            return await github.getArtifact(repository, id);
        }
        catch (error) {
            if ((0,errors/* isMissing */.b2)(error))
                return null;
            throw error;
        }
    });
    return artifacts.filter((artifact) => artifact !== null);
}

// EXTERNAL MODULE: ./src/inputs/prune.ts
var prune = __webpack_require__(22881);
// EXTERNAL MODULE: ./src/repository-listing.ts
var repository_listing = __webpack_require__(24318);
;// CONCATENATED MODULE: ./src/prune/gather-repositories.ts
/** Which repositories a clean-up is about. */



/** Reads the repositories that a list names. Throws UserError when none is left, and ApiError. */
async function readRepositories(list, github, canAfford) {
    const meant = new Map();
    for (const each of await (0,repository_listing/* listRepositories */.x)(github, list, canAfford)) {
        // What cannot be listed may hold what is meant: then nothing is decided on.
        if (each.kind === 'unlisted')
            throw each.error;
        const repository = each.kind === 'found' ? each.repository : await github.getRepository(each.ref);
        // One that was renamed answers with another name than was written, which may be an excluded one.
        const isExcluded = list.excludes.some((line) => (0,prune/* namesRepository */.xt)(line, repository));
        if (!isExcluded)
            meant.set(repository.id, repository);
    }
    const sorted = [...meant.values()].sort(byName);
    const chosen = sorted.filter(({ isArchived }) => !isArchived);
    const archived = sorted.filter(({ isArchived }) => isArchived);
    if (chosen.length === 0)
        throw noneLeft(list, archived);
    return { chosen, archived };
}
const fullName = ({ owner, name }) => `${owner}/${name}`.toLowerCase();
const byName = (a, b) => (fullName(a) < fullName(b) ? -1 : 1);
function noneLeft({ includes, excludes }, archived) {
    const lines = [
        ...includes.map(({ owner, name }) => `${owner}/${name.source}`),
        ...excludes.map(({ owner, name }) => `!${owner}/${name.source}`),
    ];
    const why = archived.length === 0
        ? 'matches no repository that the token can see'
        : `matches archived repositories only (${archived.length}), in which nothing can be deleted`;
    return new errors/* UserError */.yo(`repository: ${lines.join(', ')} ${why}.`, {
        hint: archived.length === 0
            ? 'The workflow’s own token sees only its own repository; for others give github-token one that has access to them.'
            : 'Unarchive them, or leave them out.',
    });
}
/** The repositories of what was named by id: those of the URLs, and the one that bare ids are of. */
async function readNamedRepositories(inputs, world) {
    const { repositories, selectors } = inputs;
    const [only] = repositories.includes;
    const refs = new Map();
    for (const { repository } of [...(selectors.runIds ?? []), ...(selectors.artifactIds ?? [])]) {
        const ref = repository ?? (only === undefined ? null : { owner: only.owner, name: only.name.source });
        if (ref !== null)
            refs.set(fullName(ref), ref);
    }
    const chosen = [];
    for (const ref of refs.values())
        // What a run removes of its own shall need no permission and no quota: the runner has said what there is to know.
        chosen.push((selectors.branch === null && isOwnServer(inputs, world.context)
            ? ownRepository(ref, world.context)
            : null) ?? (await world.github.getRepository(ref)));
    return { chosen: chosen.sort(byName), archived: [] };
}
/** Whether the API is that of the server that the step's own run is on: ids mean nothing on another one. */
const isOwnServer = ({ apiUrl }, context) => withoutSlash(apiUrl) === withoutSlash(context.apiUrl);
const withoutSlash = (url) => url.replace(/\/+$/, '').toLowerCase();
/** The repository of the step as the runner describes it; null for another one. It cannot be archived: it runs. */
function ownRepository(ref, context) {
    const { repository, repositoryId, serverUrl } = context;
    if (repository === null || repositoryId === null || fullName(ref) !== fullName(repository))
        return null;
    return {
        ...repository,
        id: repositoryId,
        defaultBranch: '',
        isArchived: false,
        isFork: false,
        url: `${serverUrl}/${repository.owner}/${repository.name}`,
    };
}

// EXTERNAL MODULE: ./src/garbage.ts
var garbage = __webpack_require__(83992);
;// CONCATENATED MODULE: ./src/prune/heap.ts
/** The heap of a large plan. V8 lets garbage grow with what is alive, and here that is a lot. */

/** Below so many items there is nothing to win. */
const manyItems = 20_000;
/**
 * Throws away what reading has left behind, before as much again is made of what was read: of 100,000 artifacts 40 MB,
 * for a tenth of a second. Does nothing for fewer.
 */
function sweepAfterReading({ artifacts, runs }) {
    if (artifacts.length + runs.size >= manyItems)
        (0,garbage/* collectGarbage */.i)('major');
}

;// CONCATENATED MODULE: ./src/prune/plan-document.ts
/** Of the file's format; a change that readers notice makes it a new one. */
const planVersion = 1;
/** The document piece by piece: a large repository's is too long to be one text. */
function* planDocument(plan, options) {
    const head = {
        version: planVersion,
        createdAt: timestamp(plan.nowMs),
        dryRun: options.isDryRun,
        targets: plan.targets,
        maxDeletions: plan.maxDeletions,
        hash: plan.hash,
    };
    yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "repositories": [`;
    for (const [index, repository] of plan.repositories.entries()) {
        yield index === 0 ? '\n' : ',\n';
        yield* repositoryDocument(repository, options);
    }
    yield '\n  ]\n}\n';
}
function* repositoryDocument(plan, options) {
    const { repository } = plan.inventory;
    const head = {
        id: repository.id,
        name: `${repository.owner}/${repository.name}`,
        hash: plan.hash,
        scopeBytes: plan.scopeBytes,
        overBudget: plan.isOverBudget,
        breaker: plan.breaker,
        cancel: plan.stale.map(({ run, reason }) => ({ id: run.id, reason })),
    };
    yield `    ${JSON.stringify(head).slice(0, -1)},"items":[`;
    const now = new Set(plan.deletions);
    for (const [index, decision] of plan.decisions.entries())
        yield `${index === 0 ? '' : ','}\n      ${JSON.stringify(itemDocument(decision, now.has(decision), options))}`;
    yield plan.decisions.length === 0 ? ']}' : '\n    ]}';
}
function itemDocument(decision, isNow, { outcomeOf }) {
    const { item, fate, reasons } = decision;
    const documentFate = fate === 'candidate' ? (isNow ? 'delete' : 'later') : fate;
    const outcome = outcomeOf?.(decision) ?? null;
    return {
        kind: item.kind,
        id: item.id,
        ...(item.artifact === null ? {} : { name: item.artifact.name, sizeBytes: item.sizeBytes }),
        runId: item.runId,
        ...(item.run === null ? {} : { workflow: item.run.workflowPath }),
        branch: item.headBranch,
        createdAt: timestamp(item.timeMs),
        fate: documentFate,
        reasons: reasons.map(({ text }) => text),
        ...(outcome === null ? {} : { outcome }),
    };
}
const timestamp = (timeMs) => new Date(timeMs).toISOString();
/** Reads a plan file; null where a text is none that this version writes. */
function decodePlan(text) {
    const plan = parseJson(text);
    if (!isRecord(plan) || plan['version'] !== planVersion)
        return null;
    const { targets, repositories } = plan;
    if (!Array.isArray(targets) || !Array.isArray(repositories))
        return null;
    const decoded = repositories.map(decodeRepository);
    const whole = decoded.filter((repository) => repository !== null);
    if (whole.length !== decoded.length || !targets.every((target) => typeof target === 'string'))
        return null;
    return { targets, repositories: whole };
}
function decodeRepository(value) {
    if (!isRecord(value))
        return null;
    const { id, name, items } = value;
    if (!isId(id) || typeof name !== 'string' || !Array.isArray(items))
        return null;
    const deletions = [];
    for (const item of items) {
        const decoded = decodeItem(item);
        if (decoded === null)
            return null;
        if (decoded.fate === 'delete')
            deletions.push(decoded);
    }
    return { id, name, deletions };
}
function decodeItem(item) {
    if (!isRecord(item))
        return null;
    const { kind, id, name, fate } = item;
    if (!isKind(kind) || !isId(id) || typeof fate !== 'string')
        return null;
    return { kind, id, fate, name: typeof name === 'string' ? name : '' };
}
const isKind = (value) => value === 'artifact' || value === 'logs' || value === 'run';
const isId = (value) => Number.isSafeInteger(value);
const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return null;
    }
}
/** Whose decision an item of a file is, by kind and id. */
function decisionsByKey({ decisions }) {
    return new Map(decisions.map((decision) => [`${decision.item.kind}:${decision.item.id}`, decision]));
}

;// CONCATENATED MODULE: ./src/prune/plan-expect.ts
/** `expect-plan`: whether a plan is the one that the user has seen, and what differs. */



/** A sha256 in hex. */
const isPlanHash = (text) => /^[0-9a-f]{64}$/i.test(text);
/** More lines than this help nobody. */
const maxDifferences = 20;
/** What differs from the plan that was expected, a line each; empty when it is the same. */
function differences(plan, expected) {
    if (expected.kind === 'hash') {
        const isSame = expected.hash.toLowerCase() === plan.hash;
        return isSame ? [] : [`expect-plan is ${expected.hash.toLowerCase()}, and the plan is now ${plan.hash}.`];
    }
    const lines = [...targetDifferences(plan, expected.plan), ...itemDifferences(plan, expected.plan)];
    const rest = lines.length - maxDifferences;
    return rest <= 0 ? lines : [...lines.slice(0, maxDifferences), `… and ${rest} more.`];
}
function targetDifferences(plan, expected) {
    const [now, before] = [plan.targets, expected.targets].map((targets) => targets.toSorted().join(', '));
    return now === before
        ? []
        : [`The target is ${now ?? ''} now; in that plan it was ${(0,markdown/* cleanLine */.Ow)(before ?? '')}.`];
}
function itemDifferences(plan, expected) {
    const lines = [];
    for (const repository of plan.repositories) {
        const { id } = repository.inventory.repository;
        const before = expected.repositories.find((each) => each.id === id)?.deletions ?? [];
        lines.push(...repositoryDifferences(repository, before));
    }
    for (const { id, name, deletions } of expected.repositories) {
        const isPlanned = plan.repositories.some(({ inventory }) => inventory.repository.id === id);
        if (!isPlanned && deletions.length > 0)
            lines.push(`- ${(0,markdown/* cleanLine */.Ow)(name)}: is not part of this plan.`);
    }
    return lines;
}
function repositoryDifferences(plan, before) {
    const keyOf = ({ kind, id }) => `${kind}:${id}`;
    const wasPlanned = new Set(before.map(keyOf));
    const isPlanned = new Set(plan.deletions.map(({ item }) => keyOf(item)));
    const decisions = decisionsByKey(plan);
    const added = plan.deletions
        .filter(({ item }) => !wasPlanned.has(keyOf(item)))
        .map(({ item }) => `+ ${describeItem(item)}: would go now, and is not in that plan.`);
    const removed = before
        .filter((deletion) => !isPlanned.has(keyOf(deletion)))
        .map((deletion) => {
        const decision = decisions.get(keyOf(deletion));
        if (decision === undefined)
            return `- ${describeExpected(deletion)}: is not there any more.`;
        const label = describeItem(decision.item);
        if (decision.fate === 'candidate')
            return `- ${label}: is left to a later run now.`;
        return `- ${label}: stays now (${(0,markdown/* cleanLine */.Ow)(decision.reasons[0]?.text ?? '')}).`;
    });
    return [...added, ...removed];
}
const describeExpected = ({ kind, id, name }) => kind === 'artifact'
    ? `artifact ${id} "${(0,markdown/* cleanLine */.Ow)(name)}"`
    : kind === 'logs'
        ? `the logs of run ${id}`
        : `run ${id}`;

;// CONCATENATED MODULE: ./src/prune/policy-calendar.ts
/** Days, ISO weeks and months of a time zone as numbers, cheap enough for every item of a large repository. */
/**
 * Time zones change their offset, and so their date, on quarters of an hour only (every zone since 1972). One
 * question to Intl answers for all items of a quarter.
 */
const quarterMs = 15 * 60_000;
const dayMs = 24 * 60 * 60_000;
/** 1970-01-01 was a Thursday: three days after the Monday that its ISO week began with. */
const epochWeekday = 3;
/** A calendar of an IANA time zone. Throws RangeError for one that does not exist. */
function calendarOf(timezone) {
    const format = new Intl.DateTimeFormat('en-US', {
        timeZone: timezone,
        calendar: 'gregory',
        numberingSystem: 'latn',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
    });
    const dates = new Map();
    return (timeMs, unit) => {
        const quarter = Math.floor(timeMs / quarterMs);
        let date = dates.get(quarter);
        if (date === undefined) {
            date = localDate(format, quarter * quarterMs);
            dates.set(quarter, date);
        }
        return unit === 'month' ? date.month : unit === 'week' ? date.week : date.day;
    };
}
function localDate(format, timeMs) {
    const parts = {};
    for (const { type, value } of format.formatToParts(timeMs))
        parts[type] = Number(value);
    const { year = 0, month = 1, day: dayOfMonth = 1 } = parts;
    const day = Date.UTC(year, month - 1, dayOfMonth) / dayMs;
    return { day, week: Math.floor((day + epochWeekday) / 7), month: year * 12 + month };
}

;// CONCATENATED MODULE: ./src/prune/policy-reasons.ts
/** Adds a reason to keep an item. */
function hold(verdict, reason) {
    // A list that is pushed to has room for 17: of 100,000 items, that is 15 MB for nothing.
    verdict.reasons = verdict.reasons.concat(reason);
}
const units = [
    ['w', 7 * 24 * 60 * 60_000],
    ['d', 24 * 60 * 60_000],
    ['h', 60 * 60_000],
    ['min', 60_000],
    ['s', 1000],
];
/** A duration as it is written in an input, `30d`, in the largest unit that says it exactly. Weeks only from two on. */
function spanText(spanMs) {
    const unit = units.find(([name, unitMs]) => spanMs % unitMs === 0 && (name !== 'w' || spanMs > unitMs));
    return unit === undefined ? `${spanMs / 1000}s` : `${spanMs / unit[1]}${unit[0]}`;
}

;// CONCATENATED MODULE: ./src/prune/policy-keep.ts





/** Adds a reason to every item that a rule keeps. */
function applyKeepRules(scope, inventory, policy) {
    keepYoung(scope, policy.keep.withinMs, inventory.facts.nowMs);
    const rules = groupRules(policy, inventory.repository);
    if (rules.length === 0)
        return;
    for (const group of groupsOf(scope, policy)) {
        const newest = group.toSorted((a, b) => newestFirst(a.item, b.item));
        for (const keep of rules)
            keep(newest);
    }
}
function keepYoung(scope, withinMs, nowMs) {
    if (withinMs === null)
        return;
    const reason = { stage: 'rule', text: `keep-within ${spanText(withinMs)}` };
    // An age that is exactly the limit is still within it.
    for (const verdict of scope)
        if (nowMs - verdict.item.timeMs <= withinMs)
            hold(verdict, reason);
}
function groupRules(policy, repository) {
    const { keep, lastSuccessful, timezone } = policy;
    const rules = [];
    if (isPositive(keep.last))
        rules.push(keepLast(keep.last));
    if (lastSuccessful !== null)
        rules.push(keepLastSuccessful(defaultLastSuccessful, repository));
    // Added, and not instead: where a group holds several branches, a newer success elsewhere must not let go of what
    // the default branch keeps without being asked.
    if (lastSuccessful?.branches === 'every')
        rules.push(keepLastSuccessful(lastSuccessful, repository));
    const buckets = [
        ['keep-daily', 'day', keep.daily],
        ['keep-weekly', 'week', keep.weekly],
        ['keep-monthly', 'month', keep.monthly],
    ];
    if (!buckets.some(([, , count]) => isPositive(count)))
        return rules;
    const calendar = calendarOf(timezone);
    for (const [name, unit, count] of buckets)
        if (isPositive(count))
            rules.push(keepBuckets({ name, unit, count, calendar }));
    return rules;
}
const isPositive = (count) => count !== null && count > 0;
const keepLast = (count) => (group) => keepNewestRuns(group, count, { stage: 'rule', text: `keep-last ${count}` });
function keepLastSuccessful({ count, branches }, repository) {
    const suffix = branches === 'default' ? ' (default branch)' : '';
    const reason = { stage: 'rule', text: `keep-last-successful ${count}${suffix}` };
    const isOnDefault = ({ headBranch, headRepositoryId }) => headBranch === repository.defaultBranch && headRepositoryId === repository.id;
    return (group) => keepNewestRuns(group.filter(({ item }) => item.run?.conclusion === 'success' && (branches === 'every' || isOnDefault(item))), count, reason);
}
/** Keeps the newest so many runs' items: what one run left in a group counts once. */
function keepNewestRuns(group, count, reason) {
    // No more items, so no more runs either: most groups are small, and sets are not.
    if (group.length <= count) {
        for (const verdict of group)
            hold(verdict, reason);
        return;
    }
    const runs = new Set();
    for (const verdict of group) {
        const run = runKey(verdict.item);
        if (!runs.has(run)) {
            if (runs.size === count)
                continue;
            runs.add(run);
        }
        hold(verdict, reason);
    }
}
/** An artifact whose run is not known stands for itself; no run has a negative id. */
const runKey = ({ runId, id }) => runId ?? -id;
function keepBuckets(rule) {
    const reason = { stage: 'rule', text: `${rule.name} ${rule.count}` };
    return (group) => {
        const filled = new Set();
        for (const verdict of group) {
            const bucket = rule.calendar(verdict.item.timeMs, rule.unit);
            if (filled.has(bucket))
                continue;
            if (filled.size === rule.count)
                return;
            filled.add(bucket);
            hold(verdict, reason);
        }
    };
}
function groupsOf(scope, policy) {
    const groups = new Map();
    const groupOf = groupKeyer(policy);
    for (const verdict of scope) {
        const key = groupOf(verdict.item);
        const group = groups.get(key);
        if (group === undefined)
            groups.set(key, [verdict]);
        else
            group.push(verdict);
    }
    return [...groups.values()];
}
/**
 * Tells which group an item is in: a key that those of one group share, and kinds never do. Numbers stand for what
 * items have in common: of 100,000 artifacts, keys of their names would be 30 MB.
 */
function groupKeyer(policy) {
    const known = new Map();
    const numberOf = (part) => {
        const number = known.get(part) ?? known.size;
        known.set(part, number);
        return number;
    };
    return (item) => [item.kind, ...groupKeysOf(policy, item.kind).map((key) => numberOf(groupPart(item, key)))].join(' ');
}
function groupPart({ run, headBranch, headRepositoryId, artifact }, key) {
    switch (key) {
        case 'workflow':
            return String(run?.workflowId ?? '');
        case 'branch':
            return (0,branches/* headKey */.Qo)(headRepositoryId, headBranch ?? '');
        case 'name':
            return artifact?.name ?? '';
        case 'event':
            return run?.event ?? '';
    }
}

;// CONCATENATED MODULE: ./src/prune/policy-protect.ts
/** What is never deleted whatever the inputs say, and what the user protects. */



const currentRun = { stage: 'invariant', text: 'belongs to the run of this step' };
const unfinished = { stage: 'invariant', text: 'its run is not completed' };
const noRun = { stage: 'invariant', text: 'GitHub does not say which run it belongs to' };
const policy_protect_unknownRun = { stage: 'invariant', text: 'its run is not in the list of runs' };
const fromTheFuture = { stage: 'invariant', text: 'is younger than the clock of this runner' };
/** Adds a reason to every item that no input may delete. */
function applyInvariants(verdicts, inventory, policy) {
    for (const verdict of verdicts) {
        const reason = invariantOf(verdict.item, inventory, policy);
        if (reason !== null)
            hold(verdict, reason);
        // With a clock that is wrong, no rule on age means what it says.
        if (policy.kind === 'rules' && verdict.item.timeMs > inventory.facts.nowMs)
            hold(verdict, fromTheFuture);
    }
}
function invariantOf(item, inventory, policy) {
    const { kind, runId } = item;
    if (runId === null)
        return noRun;
    if (runId === inventory.currentRunId)
        // Removing one's own intermediates at the end of a run: by name and id, or not at all.
        return kind === 'artifact' && policy.kind === 'named' ? null : currentRun;
    const run = inventory.runs.get(runId);
    if (run === undefined)
        return inventory.knownRuns === 'every' ? policy_protect_unknownRun : null;
    return run.status === 'completed' ? null : unfinished;
}
/**
 * Adds a reason to every item that a protection covers. Throws a plain Error where the data behind one was not read:
 * gathering must have failed before.
 */
function applyProtections(verdicts, inventory, policy) {
    for (const protects of protectionsOf(inventory, policy))
        for (const verdict of verdicts)
            if (protects.covers(verdict.item))
                hold(verdict, protects.reason);
}
function protectionsOf(inventory, policy) {
    const { protectName, protectBranch } = policy;
    const protections = [];
    const add = (input, covers) => {
        protections.push({ reason: { stage: 'protected', text: input }, covers });
    };
    if (protectName !== null)
        add('protect-name', ({ artifact }) => isProtectedName(policy, artifact?.name ?? null));
    if (protectBranch !== null)
        add('protect-branch', ({ headBranch }) => headBranch !== null && (0,patterns/* matchesList */.wC)(protectBranch, headBranch));
    if (policy.protectTagged) {
        const tagShas = read(inventory.tagShas, 'tags');
        add('protect-tagged', ({ headSha }) => headSha !== null && tagShas.has(headSha));
    }
    if (policy.protectOpenPrs) {
        const open = read(inventory.openHeads, 'pull requests');
        add('protect-open-prs', ({ headBranch, headRepositoryId, headSha }) => (headBranch !== null && open.branches.has((0,branches/* headKey */.Qo)(headRepositoryId, headBranch))) ||
            (headSha !== null && open.shas.has(headSha)));
    }
    return protections;
}
/** Whether `protect-name` covers an artifact's name. */
const isProtectedName = ({ protectName }, name) => protectName !== null && name !== null && (0,patterns/* matchesList */.wC)(protectName, name);
function read(data, what) {
    if (data === null)
        throw new Error(`The ${what} were not read, though a protection needs them.`);
    return data;
}

;// CONCATENATED MODULE: ./src/prune/policy-limits.ts
/** What holds eligible items back: the budget, artifacts that keep their run, and the breaker. */




/**
 * `max-total-size`: spares the newest eligible artifacts, as many as fit. Deletes oldest first, only until the live
 * bytes of the scope fit; kept items are never touched. Returns whether the scope is still too large afterwards.
 */
function applyBudget(scope, maxTotalSizeBytes) {
    const artifacts = scope.filter(({ item }) => item.kind === 'artifact');
    let liveBytes = artifacts.reduce((sum, { item }) => sum + item.sizeBytes, 0);
    const fits = {
        stage: 'budget',
        text: `max-total-size ${(0,format/* formatBytes */.z3)(maxTotalSizeBytes)}: fits without deleting it`,
    };
    const eligible = artifacts.filter(({ reasons }) => reasons.length === 0);
    for (const verdict of eligible.sort((a, b) => oldestFirst(a.item, b.item)))
        if (liveBytes <= maxTotalSizeBytes)
            hold(verdict, fits);
        else
            liveBytes -= verdict.item.sizeBytes;
    return liveBytes > maxTotalSizeBytes;
}
/**
 * A run goes only when none of its live artifacts stays: those that the same policy keeps or does not cover where
 * artifacts are a target too, else those that `protect-name` covers.
 */
function keepRunsOfArtifacts(verdicts, policy) {
    if (!policy.targets.includes('runs'))
        return;
    const stays = policy.targets.includes('artifacts')
        ? staysByPolicy
        : ({ item }) => isLive(item) && isProtectedName(policy, item.artifact?.name ?? null);
    const keeper = new Map();
    for (const verdict of verdicts) {
        const { kind, runId } = verdict.item;
        if (kind === 'artifact' && runId !== null && !keeper.has(runId) && stays(verdict))
            keeper.set(runId, verdict.item);
    }
    for (const verdict of verdicts) {
        const { item, reasons } = verdict;
        const artifact = item.kind === 'run' && reasons.length === 0 ? keeper.get(item.id) : undefined;
        if (artifact !== undefined)
            hold(verdict, {
                stage: 'artifacts',
                text: `its artifact ${artifact.id} ("${artifact.artifact?.name ?? ''}") stays`,
            });
    }
}
const staysByPolicy = ({ item, reasons }) => isLive(item) && reasons.length > 0;
const isLive = ({ artifact }) => artifact?.isExpired === false;
/** Below this many items a large share says nothing. */
const minItemsForBreaker = 20;
/** The reason why a policy deletes suspiciously much; null while it does not. */
function breakerOf(counts, maxDeletePercent) {
    const { goes, scope } = counts;
    if (maxDeletePercent === null || scope <= minItemsForBreaker || goes <= scope * maxDeletePercent)
        return null;
    return (`The policy deletes ${(0,format/* formatCount */.B4)(goes)} of ${(0,format/* countOf */.pq)(scope, 'item')} (${(0,format/* formatPercent */.l9)(goes / scope)}), and ` +
        `max-delete-percent is ${(0,format/* formatPercent */.l9)(maxDeletePercent)}.`);
}

// EXTERNAL MODULE: ./src/select/conclusion.ts
var select_conclusion = __webpack_require__(54189);
;// CONCATENATED MODULE: ./src/prune/policy-narrow.ts
/** What only narrows: it decides what may be deleted among what nothing keeps, and never what is grouped or counted. */



/** GitHub deletes it by itself within this time: not worth a request. */
const expiresSoonMs = 24 * 60 * 60_000;
const expiresSoon = { stage: 'expires-soon', text: 'GitHub expires it within a day' };
/** Adds a reason to every item that a narrowing selector does not let go. */
function applyNarrowing(scope, policy, nowMs) {
    for (const { text, mayGo } of narrowings(policy, nowMs)) {
        const reason = { stage: 'narrowed', text: `not ${text}` };
        for (const verdict of scope)
            if (!mayGo(verdict.item))
                hold(verdict, reason);
    }
}
/** Adds a reason to what nothing keeps, but GitHub expires within a day. */
function applyExpiry(scope, nowMs) {
    for (const verdict of scope) {
        const { item, reasons } = verdict;
        const expiresAtMs = item.artifact?.expiresAtMs ?? null;
        if (reasons.length === 0 && expiresAtMs !== null && expiresAtMs - nowMs <= expiresSoonMs)
            hold(verdict, expiresSoon);
    }
}
function narrowings({ selectors }, nowMs) {
    const { created, olderThanMs, newerThanMs, conclusion, minSizeBytes, maxSizeBytes } = selectors;
    const list = [];
    const add = (text, mayGo) => {
        list.push({ text, mayGo });
    };
    if (created !== null)
        add('in the dates of created', ({ timeMs }) => timeMs >= (created.fromMs ?? -Infinity) && timeMs <= (created.toMs ?? Infinity));
    if (olderThanMs !== null)
        add(`older than ${spanText(olderThanMs)}`, ({ timeMs }) => nowMs - timeMs > olderThanMs);
    if (newerThanMs !== null)
        add(`newer than ${spanText(newerThanMs)}`, ({ timeMs }) => nowMs - timeMs < newerThanMs);
    if (conclusion !== null)
        add('of the conclusion asked for', ({ run }) => run !== null && (0,select_conclusion/* matchesConclusion */.d4)(conclusion, run));
    if (minSizeBytes !== null)
        add(`at least ${(0,format/* formatBytes */.z3)(minSizeBytes)}`, ({ artifact, sizeBytes }) => artifact === null || sizeBytes >= minSizeBytes);
    if (maxSizeBytes !== null)
        add(`at most ${(0,format/* formatBytes */.z3)(maxSizeBytes)}`, ({ artifact, sizeBytes }) => artifact === null || sizeBytes <= maxSizeBytes);
    return list;
}

;// CONCATENATED MODULE: ./src/prune/policy-stale.ts




/** Runs of the scope that are not completed and started longer ago than `cancel-stale`; never the current one. */
function staleRuns(inventory, policy) {
    const { cancelStaleMs } = policy;
    if (cancelStaleMs === null)
        return [];
    const outside = scopeOf(inventory, policy);
    return itemsOf({ ...inventory, artifacts: [] }, ['runs'])
        .filter((item) => item.id !== inventory.currentRunId && outside(item) === null)
        .flatMap(({ run }) => (run === null || run.status === 'completed' ? [] : [run]))
        .filter((run) => inventory.facts.nowMs - (0,order/* timestampOf */.U_)(run) > cancelStaleMs)
        .sort((a, b) => (0,order/* timestampOf */.U_)(a) - (0,order/* timestampOf */.U_)(b) || a.id - b.id)
        .map((run) => ({
        run,
        reason: `${run.status.replaceAll('_', ' ')} for longer than ${spanText(cancelStaleMs)}`,
    }));
}

;// CONCATENATED MODULE: ./src/prune/policy.ts
/**
 * The decision: an inventory, rules and a moment become a fate with reasons for every item. Pure, in the order of the
 * documentation: scope, invariants, protections, groups and keep rules, narrowing, what GitHub expires soon, budget,
 * runs and their artifacts, breaker.
 */







const unkept = { stage: 'unkept', text: 'no rule keeps it' };
const namedById = { stage: 'named', text: 'named by id' };
const expired = { stage: 'expired', text: 'has expired' };
const notATarget = { stage: 'scope', text: 'target has no artifacts' };
const goesWithRun = { stage: 'run', text: 'goes with its run' };
/** Decides on one repository, at the moment that the facts are of. */
function decide(inventory, policy) {
    const { nowMs } = inventory.facts;
    const stale = staleRuns(inventory, policy);
    if (policy.kind === 'cancel')
        return { ...nothingToDelete(inventory), stale };
    const outside = scopeOf(inventory, policy);
    const verdicts = itemsOf(inventory, policy.targets).map((item) => verdictOn(item, policy, outside));
    const scope = verdicts.filter(({ isInScope }) => isInScope);
    applyInvariants(scope, inventory, policy);
    applyProtections(scope, inventory, policy);
    if (policy.kind === 'rules')
        applyKeepRules(scope, inventory, policy);
    applyNarrowing(scope, policy, nowMs);
    if (policy.kind === 'rules')
        applyExpiry(scope, nowMs);
    const { maxTotalSizeBytes } = policy;
    const isOverBudget = maxTotalSizeBytes !== null && applyBudget(scope, maxTotalSizeBytes);
    keepRunsOfArtifacts(verdicts, policy);
    return { ...settle(verdicts, inventory, policy), isOverBudget, stale };
}
function verdictOn(item, policy, outside) {
    const isPassenger = item.kind === 'artifact' && !policy.targets.includes('artifacts');
    const reason = item.artifact?.isExpired === true ? expired : isPassenger ? notATarget : outside(item);
    return { item, isInScope: reason === null, reasons: reason === null ? [] : [reason] };
}
/** Turns verdicts into fates, and counts. */
function settle(verdicts, inventory, policy) {
    const goingRuns = new Set(verdicts
        .filter(({ item, reasons }) => item.kind === 'run' && reasons.length === 0)
        .map(({ item }) => item.id));
    const decisions = verdicts.map((verdict) => decisionOn(verdict, policy, goingRuns));
    const candidates = decisions.filter(({ fate }) => fate === 'candidate');
    const going = decisions.filter(({ fate }) => fate === 'with-run');
    const counted = going.filter(({ item }) => isTarget(policy, item.kind));
    const kept = decisions.filter(({ fate }) => fate === 'kept');
    return {
        inventory,
        decisions,
        candidates: candidates.sort((a, b) => oldestFirst(a.item, b.item)),
        artifactsOfRun: byRun(going.map(({ item }) => item)),
        scopeBytes: scopeBytesOf(verdicts, policy),
        breaker: breakerOf({
            goes: candidates.length + counted.length,
            scope: candidates.length + counted.length + kept.length,
        }, policy.maxDeletePercent),
    };
}
const isTarget = (policy, kind) => policy.targets.includes(kind === 'artifact' ? 'artifacts' : kind === 'run' ? 'runs' : 'logs');
function decisionOn({ item, isInScope, reasons }, policy, goingRuns) {
    if (item.artifact?.isExpired === true)
        return { item, fate: 'expired', reasons };
    const goes = item.kind !== 'run' && item.runId !== null && goingRuns.has(item.runId);
    if (goes)
        return { item, fate: 'with-run', reasons: [goesWithRun] };
    if (isInScope && reasons.length === 0)
        return { item, fate: 'candidate', reasons: [policy.kind === 'named' ? namedById : unkept] };
    const fate = isInScope ? 'kept' : 'outside';
    return { item, fate, reasons };
}
function byRun(items) {
    const runs = new Map();
    for (const item of items) {
        if (item.kind !== 'artifact' || item.runId === null)
            continue;
        const artifacts = runs.get(item.runId);
        if (artifacts === undefined)
            runs.set(item.runId, [item]);
        else
            artifacts.push(item);
    }
    return runs;
}
/** Live artifacts of the scope; where artifacts are no target, those of the runs in scope. */
function scopeBytesOf(verdicts, policy) {
    const runs = policy.targets.includes('artifacts')
        ? null
        : new Set(verdicts.filter(({ item, isInScope }) => item.kind === 'run' && isInScope).map(({ item }) => item.id));
    let bytes = 0;
    for (const { item, isInScope } of verdicts) {
        if (item.artifact === null || item.artifact.isExpired)
            continue;
        const counts = runs === null ? isInScope : item.runId !== null && runs.has(item.runId);
        if (counts)
            bytes += item.sizeBytes;
    }
    return bytes;
}
const nothingToDelete = (inventory) => ({
    inventory,
    decisions: [],
    candidates: [],
    artifactsOfRun: new Map(),
    scopeBytes: 0,
    isOverBudget: false,
    breaker: null,
});

;// CONCATENATED MODULE: ./src/prune/render-funnel.ts
/** The way from what was listed to what goes, and what keeps the rest. Pure. */



const stageLabels = {
    invariant: 'never deleted: of this run, of a run that is not completed or not known, or from the future',
    protected: 'protected',
    rule: 'kept by a rule',
    narrowed: 'passed over by created, ages, conclusion or sizes',
    'expires-soon': 'GitHub expires them within a day',
    budget: 'fit into max-total-size',
    artifacts: 'runs of which an artifact stays',
};
/** The funnel of one repository. Steps that took nothing are left out. */
function funnelLines(plan, { targets, maxDeletions }) {
    const funnel = funnelOf(plan, targets);
    const now = amountOf(plan.deletions, plan);
    const step = (label, amount) => ({ label, ...amount, isTotal: false });
    const total = (label, amount) => ({ label, ...amount, isTotal: true });
    const steps = [
        step('outside the scope', funnel.outside),
        step('expired already', funnel.expired),
        ...funnel.kept.map(({ stage, ...amount }) => step(stageLabels[stage] ?? stage, amount)),
        step('go with their run', funnel.withRun),
    ].filter(({ count }) => count > 0);
    return [
        total('listed', funnel.listed),
        ...steps,
        total('the policy deletes', funnel.candidates),
        ...(plan.later.length === 0
            ? []
            : [
                total(`of these in this run (max-deletions ${(0,format/* formatCount */.B4)(maxDeletions)})`, now),
                total('left to the next run', amountOf(plan.later, plan)),
            ]),
    ];
}
/** The funnel as a table. */
const renderFunnel = (plan, whole) => (0,markdown/* table */.tp)(['', (0,markdown/* right */.pG)('Items'), (0,markdown/* right */.pG)('Size')], funnelLines(plan, whole).map(({ label, count, bytes, isTotal }) => {
    const cells = [(0,markdown/* escapeText */.X1)(label), (0,format/* formatCount */.B4)(count), (0,format/* formatBytes */.z3)(bytes)];
    return isTotal ? cells.map((cell) => `**${cell}**`) : [`− ${cells[0] ?? ''}`, ...cells.slice(1)];
}));
/** More reasons than this are details. */
const maxReasons = 30;
/** What keeps items, each reason counted; folded. Empty when nothing is kept. */
function renderKept(plan) {
    const reasons = keepReasons(plan);
    if (reasons.length === 0)
        return '';
    const rows = reasons
        .slice(0, maxReasons)
        .map(({ text, count, bytes }) => [(0,markdown/* escapeText */.X1)(text), (0,format/* formatCount */.B4)(count), (0,format/* formatBytes */.z3)(bytes)]);
    const rest = reasons.length - maxReasons;
    const note = rest > 0 ? `\n\n${(0,format/* countOf */.pq)(rest, 'more reason')} in the plan file.` : '';
    return (0,markdown/* details */.zH)('Why the others stay', `${(0,markdown/* table */.tp)(['Reason', (0,markdown/* right */.pG)('Items'), (0,markdown/* right */.pG)('Size')], rows)}\n\nAn item with several reasons counts for each.${note}`);
}

// EXTERNAL MODULE: ./src/text/blocks.ts
var text_blocks = __webpack_require__(65181);
// EXTERNAL MODULE: ./src/storage.ts
var src_storage = __webpack_require__(71134);
;// CONCATENATED MODULE: ./src/prune/render-items.ts






/** Longer names are cut in the middle: a table is read, the plan file is searched. */
const maxNameLength = 80;
const maxItems = 200;
const maxBiggest = 20;
const maxGroups = 30;
/** The items that this run deletes, the biggest first; where there are more, oldest first in a folded list. */
function renderItems(plan, options) {
    const { deletions } = plan;
    if (deletions.length === 0)
        return '';
    const biggest = deletions
        .toSorted((a, b) => freedBytes(b.item, plan) - freedBytes(a.item, plan))
        .slice(0, maxBiggest);
    const head = deletions.length > maxBiggest ? `**The biggest ${maxBiggest} of what goes**` : '**What goes**';
    const list = deletions.length > maxBiggest ? `\n\n${renderList(plan, options)}` : '';
    return `${head}\n\n${itemTable(biggest, plan, options)}${list}`;
}
function renderList(plan, options) {
    const { deletions } = plan;
    const rest = deletions.length - maxItems;
    const note = rest > 0 ? `\n\n${(0,format/* countOf */.pq)(rest, 'more item')} in the plan file.` : '';
    return (0,markdown/* details */.zH)(`All that goes, oldest first (${(0,format/* formatCount */.B4)(deletions.length)})`, `${itemTable(deletions.slice(0, maxItems), plan, options)}${note}`);
}
function itemTable(decisions, plan, options) {
    const { nowMs, outcomeOf } = options;
    return (0,markdown/* table */.tp)(['Item', 'Run', 'Branch', (0,markdown/* right */.pG)('Age'), (0,markdown/* right */.pG)('Size'), 'Outcome'], decisions.map((decision) => {
        const { item } = decision;
        const bytes = freedBytes(item, plan);
        return [
            itemLabel(item),
            runCell(item, plan),
            branchLabel(item, plan),
            (0,format/* formatAge */.nV)(item.timeMs, nowMs),
            bytes === 0 && item.kind !== 'artifact' ? '' : (0,format/* formatBytes */.z3)(bytes),
            outcomeOf(decision),
        ];
    }));
}
const itemLabel = ({ kind, id, artifact }) => artifact === null
    ? kind === 'logs'
        ? `logs of run ${id}`
        : `run ${id}`
    : `${(0,markdown/* codeSpan */.SS)((0,format/* shorten */.ml)(artifact.name, maxNameLength))} (${id})`;
function runCell({ run, runId }, { inventory }) {
    if (runId === null)
        return '';
    const url = run?.url ?? `${inventory.repository.url}/actions/runs/${runId}`;
    return (0,markdown/* link */.nf)(run === null ? String(runId) : `${(0,format/* shorten */.ml)(run.workflowName, maxNameLength)} #${run.number}`, url);
}
function branchLabel({ headBranch, headRepositoryId }, { inventory }) {
    if (headBranch === null)
        return '';
    const isOurs = headRepositoryId === inventory.repository.id;
    return `${(0,markdown/* codeSpan */.SS)((0,format/* shorten */.ml)(headBranch, maxNameLength))}${isOurs ? '' : ' (fork)'}`;
}
/** The groups of which most goes, folded. Empty where there is but one, or ids were named. */
function renderGroups(plan, { policy }) {
    if (policy.kind !== 'rules')
        return '';
    const groups = groupRows(plan, policy);
    if (groups.length < 2)
        return '';
    groups.sort((a, b) => b.freed - a.freed || b.goes - a.goes || b.count - a.count);
    const rows = groups
        .slice(0, maxGroups)
        .map(({ first, count, goes, freed }) => [
        groupLabel(first, groupKeysOf(policy, first.kind), plan),
        (0,format/* formatCount */.B4)(count),
        (0,format/* formatCount */.B4)(count - goes),
        (0,format/* formatCount */.B4)(goes),
        (0,format/* formatBytes */.z3)(freed),
    ]);
    const rest = groups.length - maxGroups;
    const note = rest > 0 ? `\n\nand ${(0,format/* countOf */.pq)(rest, 'more group')}.` : '';
    return (0,markdown/* details */.zH)(`Groups (${(0,format/* formatCount */.B4)(groups.length)})`, `${(0,markdown/* table */.tp)(['Group', (0,markdown/* right */.pG)('Items'), (0,markdown/* right */.pG)('Stay'), (0,markdown/* right */.pG)('Go'), (0,markdown/* right */.pG)('Frees')], rows)}${note}`);
}
function groupRows(plan, policy) {
    const rows = new Map();
    const groupOf = groupKeyer(policy);
    for (const { item, fate } of plan.decisions) {
        if (fate !== 'kept' && fate !== 'candidate')
            continue;
        const key = groupOf(item);
        const row = rows.get(key) ?? { first: item, count: 0, goes: 0, freed: 0 };
        rows.set(key, row);
        row.count += 1;
        if (fate === 'kept')
            continue;
        row.goes += 1;
        row.freed += freedBytes(item, plan);
    }
    return [...rows.values()];
}
function groupLabel(item, keys, plan) {
    const kind = item.kind === 'artifact' ? [] : [item.kind === 'logs' ? 'logs' : 'runs'];
    const parts = keys.map((key) => {
        switch (key) {
            case 'workflow':
                return (0,markdown/* escapeText */.X1)((0,format/* shorten */.ml)((0,src_storage/* workflowLabel */.Sz)(item.run), maxNameLength));
            case 'branch':
                return branchLabel(item, plan);
            case 'name':
                return (0,markdown/* codeSpan */.SS)((0,format/* shorten */.ml)(item.artifact?.name ?? '', maxNameLength));
            case 'event':
                return (0,markdown/* escapeText */.X1)(item.run?.event ?? '');
        }
    });
    return [...kind, ...parts].filter((part) => part !== '').join(' · ') || 'all';
}
/** What could not be deleted, and why. Empty when nothing failed. */
function renderFailures(failures) {
    if (failures.length === 0)
        return '';
    const rows = failures
        .slice(0, maxBiggest)
        .map(({ item, plan, error }) => [itemLabel(item), runCell(item, plan), (0,markdown/* escapeText */.X1)((0,format/* shorten */.ml)(error, 300))]);
    const rest = failures.length - maxBiggest;
    const note = rest > 0 ? `\n\nand ${(0,format/* countOf */.pq)(rest, 'more')}.` : '';
    return `**Not deleted**\n\n${(0,markdown/* table */.tp)(['Item', 'Run', 'Why'], rows)}${note}`;
}

// EXTERNAL MODULE: ./src/render-storage.ts
var render_storage = __webpack_require__(78259);
;// CONCATENATED MODULE: ./src/prune/render-storage.ts
/** What eats the storage of a repository, in the tables that a repository's report has too. Pure. */



const maxRows = 10;
/** Live artifacts by name, branch, workflow and age, as they were before this run; folded. Empty where there are none. */
function renderStorage({ inventory }, nowMs) {
    const { artifacts, runs, repository, facts } = inventory;
    const storage = (0,src_storage/* measureStorage */.KS)({
        artifacts,
        nowMs,
        workflowOf: ({ run }) => (run === null ? '' : (0,src_storage/* workflowLabel */.Sz)(runs.get(run.id))),
        branchStateOf: ({ run }) => (0,src_storage/* branchStateOf */.Xw)(run, {
            defaultBranch: repository.defaultBranch,
            existingRefs: facts.existingRefs,
            closedHeads: new Set(),
        }),
    });
    if (storage.count === 0)
        return '';
    // What became of a branch is known only where a rule asked for the list of branches.
    const isStateKnown = facts.existingRefs !== null;
    const tables = (0,render_storage/* storageTables */.vs)({ ...storage, byBranchState: isStateKnown ? storage.byBranchState : [] }, maxRows);
    return (0,markdown/* details */.zH)(`Storage before this run: ${(0,render_storage/* storageLine */.m8)(storage)}`, (0,markdown/* joinBlocks */.x9)(tables.flatMap(({ title, markdown }) => [`**${title}**`, markdown])));
}

;// CONCATENATED MODULE: ./src/prune/render.ts
/** The job summary: the same tables whether the plan was applied or not. Pure. */







/** The summary as Markdown, under GitHub's limit whatever its input. */
function renderSummary(input) {
    const blocks = [(0,text_blocks/* fixed */.Zu)('the result', renderHead(input))];
    const [only, ...others] = input.plan.repositories;
    if (only !== undefined && others.length === 0)
        blocks.push(...repositoryBlocks(only, input));
    else
        blocks.push((0,text_blocks/* optional */.lq)('the table of repositories', renderRepositories(input)), ...repositorySections(input));
    blocks.push((0,text_blocks/* fixed */.Zu)('the plan', renderPlan(input)));
    const note = (shortened) => `_Left out, since GitHub shows no summary of this length: ${shortened.map(markdown/* escapeText */.X1).join(', ')}. The plan file has everything._`;
    return `${(0,text_blocks/* fitBlocks */.U8)(blocks, note, text_blocks/* maxSummaryBytes */.aH)}\n`;
}
function renderHead(input) {
    const totals = totalsOf(input.plan, input.isDryRun ? null : (input.applied?.outcomes ?? []));
    return (0,markdown/* joinBlocks */.x9)([
        heading(input),
        lead(input, totals),
        input.notes.map((note) => `- ${(0,markdown/* escapeText */.X1)(note)}`).join('\n'),
        forecast(input, totals),
    ]);
}
/** Whether a real run was not begun: the breaker or `expect-plan` said no. */
const isRefused = ({ isDryRun, applied }) => !isDryRun && applied === null;
function heading({ isDryRun, isFailed, applied, plan }) {
    const where = plan.repositories.length === 1 ? placeOf(plan.repositories[0]) : '';
    const inPlace = where === '' ? '' : ` in ${where}`;
    if (isDryRun)
        return `## ⚠️ DRY RUN: nothing was deleted${inPlace}`;
    const isPruned = applied !== null && applied.outcomes.some(({ status }) => status !== 'failed');
    if (isFailed)
        return isPruned
            ? `## ❌ Pruned ${where || 'repositories'} in part`
            : `## ❌ Nothing was deleted${inPlace}`;
    const isIdle = !isPruned && applied?.cancelled.length === 0;
    return isIdle ? `## 🧹 Nothing was deleted${inPlace}` : `## 🧹 Pruned ${where || 'repositories'}`;
}
const placeOf = (plan) => plan === undefined ? '' : (0,markdown/* escapeText */.X1)(render_nameOf(plan));
const render_nameOf = ({ inventory }) => `${inventory.repository.owner}/${inventory.repository.name}`;
function lead(input, totals) {
    const { isDryRun, applied, plan, requestCount } = input;
    const { planned, deleted, gone, failed, remaining, kept } = totals;
    const stale = plan.repositories.reduce((sum, each) => sum + each.stale.length, 0);
    const calls = `${(0,format/* countOf */.pq)(requestCount, 'API call')}.`;
    const cancels = stale === 0 ? '' : ` ${isDryRun ? 'Would cancel' : 'To cancel'}: ${(0,format/* countOf */.pq)(stale, 'stale run')}.`;
    if (applied === null) {
        const would = isDryRun ? 'With `dry-run: false` this run deletes' : 'The plan was to delete';
        const isAll = isRefused(input) || remaining.count === 0;
        const later = isAll ? '' : `, ${(0,format/* formatCount */.B4)(remaining.count)} left to the next run`;
        return `${would} **${nounOf(plan, planned.count)}** (${(0,format/* formatBytes */.z3)(planned.bytes)}); ${(0,format/* formatCount */.B4)(kept)} stay${later}.${cancels} ${calls}`;
    }
    const parts = [
        `**${nounOf(plan, deleted.count)} deleted** (${(0,format/* formatBytes */.z3)(deleted.bytes)} freed)`,
        ...(gone === 0 ? [] : [`${(0,format/* formatCount */.B4)(gone)} gone already`]),
        ...(failed === 0 ? [] : [`**${(0,format/* formatCount */.B4)(failed)} failed**`]),
        `${(0,format/* formatCount */.B4)(kept)} stay`,
        ...(remaining.count === 0 ? [] : [`${(0,format/* formatCount */.B4)(remaining.count)} left to the next run`]),
        ...(applied.cancelled.length === 0
            ? []
            : [`${(0,format/* countOf */.pq)(applied.cancelled.length, 'stale run')} cancelled`]),
    ];
    return `${parts.join(', ')}. ${calls}`;
}
/** `3 artifacts`; `3 items` where there are several targets. */
function nounOf({ targets }, count) {
    const [only, ...others] = targets;
    if (only === undefined || others.length > 0)
        return (0,format/* countOf */.pq)(count, 'item');
    const nouns = { artifacts: 'artifact', logs: 'log', runs: 'run' };
    return (0,format/* countOf */.pq)(count, nouns[only]);
}
const render_dayMs = 24 * 60 * 60_000;
const forecastDays = 7;
/** What the next runs have to do, as things stand. */
function forecast(input, { remaining }) {
    const { plan, policy } = input;
    const lines = [];
    // What was refused, here or by GitHub, is not simply gone on with.
    if (remaining.count > 0 && !isRefused(input) && input.applied?.stop?.kind !== 'error') {
        const runs = Math.ceil(remaining.count / plan.maxDeletions);
        const next = Math.min(remaining.count, plan.maxDeletions);
        lines.push(`Next: ${(0,format/* countOf */.pq)(remaining.count, 'item')} (${(0,format/* formatBytes */.z3)(remaining.bytes)}) ${remaining.count === 1 ? 'is' : 'are'} left; ` +
            `the next run deletes ${(0,format/* formatCount */.B4)(next)}${runs > 1 ? `, and it takes ${(0,format/* formatCount */.B4)(runs)} runs in all` : ''}.`);
    }
    const ageing = growOld(plan, policy);
    if (ageing.count > 0)
        lines.push(`Within ${forecastDays} days ${(0,format/* countOf */.pq)(ageing.count, 'more item')} (${(0,format/* formatBytes */.z3)(ageing.bytes)}) ` +
            `${ageing.count === 1 ? 'outgrows' : 'outgrow'} keep-within.`);
    return lines.join(' ');
}
/** Items that nothing but `keep-within` keeps, and not for long. */
function growOld({ repositories, nowMs }, { keep }) {
    const { withinMs } = keep;
    if (withinMs === null)
        return { count: 0, bytes: 0 };
    let count = 0;
    let bytes = 0;
    for (const plan of repositories)
        for (const { fate, item, reasons } of plan.decisions) {
            const [reason, ...others] = reasons;
            if (fate !== 'kept' || others.length > 0 || reason?.text.startsWith('keep-within ') !== true)
                continue;
            if (nowMs + forecastDays * render_dayMs - item.timeMs <= withinMs)
                continue;
            count += 1;
            bytes += freedBytes(item, plan);
        }
    return { count, bytes };
}
function repositoryBlocks(plan, input) {
    const options = itemsOptions(input);
    return [
        (0,text_blocks/* fixed */.Zu)('the funnel', renderFunnel(plan, input.plan)),
        (0,text_blocks/* optional */.lq)('what failed', renderFailures(failuresOf(plan, input))),
        (0,text_blocks/* optional */.lq)('the list of what goes', renderItems(plan, options)),
        (0,text_blocks/* optional */.lq)('stale runs', renderStale(plan)),
        (0,text_blocks/* optional */.lq)('why the others stay', renderKept(plan)),
        (0,text_blocks/* optional */.lq)('the groups', renderGroups(plan, options)),
        (0,text_blocks/* optional */.lq)('the storage', renderStorage(plan, input.plan.nowMs)),
    ];
}
/** More repositories than this are in the plan file only. */
const maxSections = 100;
/** Each repository folded; those that lose something first. */
function repositorySections(input) {
    return input.plan.repositories
        .toSorted((a, b) => b.deletions.length - a.deletions.length)
        .slice(0, maxSections)
        .map((plan) => (0,text_blocks/* optional */.lq)(render_nameOf(plan), (0,markdown/* details */.zH)(`${(0,markdown/* escapeText */.X1)(render_nameOf(plan))}: ${nounOf(input.plan, plan.deletions.length)}`, (0,markdown/* joinBlocks */.x9)(repositoryBlocks(plan, input).map(({ variants }) => variants[0]?.() ?? '')))));
}
const maxRepositoryRows = 1000;
function renderRepositories({ plan, applied }) {
    const rows = plan.repositories.slice(0, maxRepositoryRows).map((each) => {
        const now = amountOf(each.deletions, each);
        const kept = each.decisions.filter(({ fate }) => fate === 'kept').length;
        const outcomes = (applied?.outcomes ?? []).filter(({ entry }) => entry.plan === each);
        return [
            (0,markdown/* link */.nf)(render_nameOf(each), each.inventory.repository.url),
            (0,format/* formatCount */.B4)(now.count),
            (0,format/* formatBytes */.z3)(now.bytes),
            (0,format/* formatCount */.B4)(kept),
            (0,format/* formatCount */.B4)(each.later.length),
            applied === null ? '' : (0,format/* formatCount */.B4)(outcomes.filter(({ status }) => status === 'deleted').length),
            applied === null ? '' : (0,format/* formatCount */.B4)(outcomes.filter(({ status }) => status === 'failed').length),
        ];
    });
    return (0,markdown/* table */.tp)([
        'Repository',
        (0,markdown/* right */.pG)('Goes'),
        (0,markdown/* right */.pG)('Size'),
        (0,markdown/* right */.pG)('Stay'),
        (0,markdown/* right */.pG)('Later'),
        (0,markdown/* right */.pG)('Deleted'),
        (0,markdown/* right */.pG)('Failed'),
    ], rows);
}
function itemsOptions({ plan, policy, applied, isDryRun }) {
    const outcomes = outcomesByDecision(applied?.outcomes ?? []);
    const untried = isDryRun ? 'would go' : 'not tried';
    return { nowMs: plan.nowMs, policy, outcomeOf: (decision) => outcomes.get(decision) ?? untried };
}
/** What became of each item that was tried. */
const outcomesByDecision = (outcomes) => new Map(outcomes.map(({ entry, status }) => [entry.decision, status]));
const failuresOf = (plan, { applied }) => (applied?.outcomes ?? [])
    .filter(({ entry, status }) => entry.plan === plan && status === 'failed')
    .map(({ entry, error }) => ({ item: entry.decision.item, plan, error }));
const maxStale = 50;
function renderStale({ stale }) {
    if (stale.length === 0)
        return '';
    const rows = stale
        .slice(0, maxStale)
        .map(({ run, reason }) => [(0,markdown/* link */.nf)(`${run.workflowName} #${run.number}`, run.url), (0,markdown/* escapeText */.X1)(reason)]);
    const rest = stale.length - maxStale;
    return `**Stale runs to cancel**\n\n${(0,markdown/* table */.tp)(['Run', 'Why'], rows)}${rest > 0 ? `\n\nand ${(0,format/* countOf */.pq)(rest, 'more')}.` : ''}`;
}
function renderPlan({ plan, planPath, isDryRun }) {
    const exactly = isDryRun ? ' To apply exactly this plan, add it as `expect-plan`.' : '';
    return `Plan ${(0,markdown/* codeSpan */.SS)(plan.hash)}, with a reason for every item in ${(0,markdown/* codeSpan */.SS)(planPath)}.${exactly}`;
}

;// CONCATENATED MODULE: ./src/prune/render-report.ts
/** How a clean-up ends: failure or not, what is said about it, the outputs and the summary. Pure. */




/** The report of a clean-up whose plan stands. */
function reportOf(ending) {
    const { inputs, policy, plan, planPath, applied, requestCount } = ending;
    const totals = totalsOf(plan, inputs.dryRun ? null : (applied?.outcomes ?? []));
    const failure = failureOf(ending, totals);
    const annotations = annotationsOf(ending, totals);
    return {
        summary: renderSummary({
            plan,
            policy,
            isDryRun: inputs.dryRun,
            isFailed: failure !== null,
            applied,
            notes: [
                ...(failure === null ? [] : failure.message.split('\n')),
                ...(failure === null || failure.hint === '' ? [] : [failure.hint]),
                // The one notice of a dry run says what its heading does.
                ...annotations
                    .filter(({ level }) => !(inputs.dryRun && level === 'notice'))
                    .flatMap(({ message }) => message.split('\n')),
                ...remarks(ending),
            ],
            planPath,
            requestCount,
        }),
        outputs: {
            ...outputsOf(totals, { planPath, planHash: plan.hash }),
            'error-message': failure?.message ?? '',
        },
        annotations,
        failure,
    };
}
function failureOf(ending, totals) {
    const { inputs, refusal, applied } = ending;
    if (applied === null)
        return inputs.dryRun ? null : refusal;
    const stopped = applied.stop === null ? null : stopFailure(applied.stop, ending, totals);
    if (stopped !== null)
        return stopped;
    return inputs.onError === 'fail' ? singleFailures(applied, totals) : null;
}
function stopFailure(stop, { context }, totals) {
    switch (stop.kind) {
        case 'rate-limit':
        case 'failing':
            return null;
        case 'cancelled':
            return {
                message: `The step was cancelled: ${(0,format/* formatCount */.B4)(totals.deleted.count)} of ${(0,format/* countOf */.pq)(totals.planned.count, 'item')} had been deleted.`,
                hint: 'What was deleted is in the plan file; the next run goes on with the rest.',
            };
        case 'error': {
            if (isForkRefusal(stop.error, context))
                return null;
            const { message, hint } = (0,errors/* explain */.WE)(stop.error);
            const done = totals.deleted.count === 0
                ? 'Nothing was deleted.'
                : `${(0,format/* countOf */.pq)(totals.deleted.count, 'item')} had been deleted.`;
            return { message: `${message} ${done}`, hint };
        }
    }
}
/** Single deletions that failed, as one failure; null when none did. */
function singleFailures({ outcomes, cancelFailures, stop }, totals) {
    const errors = [
        ...outcomes.flatMap(({ status, error }) => (status === 'failed' ? [error] : [])),
        ...cancelFailures,
    ];
    const [first] = errors;
    if (first === undefined)
        return null;
    const tried = outcomes.length + cancelFailures.length;
    const given = stop?.kind === 'failing'
        ? ` The last ones failed one after the other, so that ${(0,format/* countOf */.pq)(totals.remaining.count, 'item was', 'items were')} not tried.`
        : '';
    return {
        message: `${(0,format/* formatCount */.B4)(errors.length)} of ${(0,format/* countOf */.pq)(tried, 'deletion')} failed. The first: ${first}${given}`,
        hint: 'The next run tries them again. With on-error: warn the step stays green.',
    };
}
/** In a pull request from a fork the token is read-only, whatever the workflow says: no mistake of anyone. */
const isForkRefusal = (error, { event, payload }) => error instanceof errors/* ApiError */.hD &&
    error.kind === 'permission' &&
    event.startsWith('pull_request') &&
    event !== 'pull_request_target' &&
    isFromFork(payload);
function isFromFork(payload) {
    const pull = child(payload, 'pull_request');
    const baseId = child(child(pull, 'base'), 'repo')?.['id'] ?? child(payload, 'repository')?.['id'];
    const head = child(pull, 'head');
    // The head repository is null when the fork is gone.
    return head !== null && child(head, 'repo')?.['id'] !== baseId;
}
function child(value, key) {
    const found = value?.[key];
    return render_report_isRecord(found) ? found : null;
}
const render_report_isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
function annotationsOf(ending, totals) {
    const { inputs, refusal, applied, plan } = ending;
    const annotations = [];
    const add = (level, message) => {
        annotations.push({ level, message });
    };
    if (inputs.dryRun)
        add('notice', dryRunNotice(plan, totals));
    if (inputs.dryRun && refusal !== null)
        add('warning', `A real run would be refused. ${refusal.message}`);
    if (totals.isOverBudget)
        add('warning', overBudget(plan, inputs.maxTotalSizeBytes ?? 0));
    if (applied !== null) {
        for (const message of stopNotices(ending, applied, totals))
            add('notice', message);
        const failures = inputs.onError === 'warn' ? singleFailures(applied, totals) : null;
        if (failures !== null)
            add('warning', failures.message);
    }
    return annotations;
}
function dryRunNotice({ repositories }, { planned }) {
    const stale = repositories.reduce((sum, each) => sum + each.stale.length, 0);
    const cancels = stale === 0 ? '' : `, and ${(0,format/* countOf */.pq)(stale, 'stale run')} would be cancelled`;
    return (`DRY RUN: nothing was deleted. With dry-run: false ${(0,format/* countOf */.pq)(planned.count, 'item')} ` +
        `(${(0,format/* formatBytes */.z3)(planned.bytes)}) would go${cancels}.`);
}
function stopNotices({ context }, { stop }, totals) {
    if (stop?.kind === 'rate-limit')
        return [
            `${stop.message} ${(0,format/* countOf */.pq)(totals.remaining.count, 'item is', 'items are')} left to the next run.`,
        ];
    if (stop?.kind === 'error' && isForkRefusal(stop.error, context))
        return [
            `A pull request from a fork has a read-only token: ${totals.deleted.count === 0 ? 'nothing' : `nothing but ${(0,format/* countOf */.pq)(totals.deleted.count, 'item')}`} was deleted.`,
        ];
    return [];
}
function overBudget({ repositories }, maxTotalSizeBytes) {
    const places = repositories
        .filter(({ isOverBudget }) => isOverBudget)
        .map((plan) => {
        const { owner, name } = plan.inventory.repository;
        return `${owner}/${name} (${(0,format/* formatBytes */.z3)(plan.scopeBytes - amountOf(plan.candidates, plan).bytes)})`;
    });
    return (`What stays in ${places.join(', ')} is more than max-total-size (${(0,format/* formatBytes */.z3)(maxTotalSizeBytes)}). ` +
        'Only what nothing keeps goes for the budget: keep less, or raise it.');
}
/** A share of gone logs from which it pays to say how to pass them over. */
const manyGoneLogs = 20;
/** What belongs into the summary, and is no reason for an annotation. */
function remarks({ plan, archived, applied }) {
    const missing = plan.repositories.flatMap(({ inventory }) => inventory.missing);
    const goneLogs = (applied?.outcomes ?? []).filter(({ status, entry }) => status === 'gone' && entry.decision.item.kind === 'logs').length;
    return [
        ...(missing.length === 0
            ? []
            : [`Not there (any more), or not visible to the token: ${missing.join(', ')}.`]),
        ...(archived.length === 0
            ? []
            : [`Skipped, since archived: ${archived.map(({ owner, name }) => `${owner}/${name}`).join(', ')}.`]),
        ...(goneLogs < manyGoneLogs
            ? []
            : [
                `The logs of ${(0,format/* formatCount */.B4)(goneLogs)} runs were gone already. Pass those runs over with newer-than: 90d.`,
            ]),
        ...(applied?.cancelFailures ?? []),
    ];
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
var external_node_path_default = /*#__PURE__*/__webpack_require__.n(external_node_path_);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(46466);
;// CONCATENATED MODULE: ./src/prune/store.ts
/** The plan file on disk. */








/** Enough of a hash to recognise it. */
const shortHashLength = 12;
/**
 * Writes a plan below `$RUNNER_TEMP/actions-steward` and returns its path: the same for one plan each time, and
 * another for each step, so that what one step looked at is not replaced by what the next one did.
 */
async function writePlan(plan, options, world) {
    const folder = external_node_path_default().join(world.context.tempFolder, 'actions-steward');
    const moment = new Date(plan.nowMs).toISOString().replaceAll(/[-:.]/g, '');
    const file = external_node_path_default().join(folder, `prune-plan-${moment}-${plan.hash.slice(0, shortHashLength)}.json`);
    const unfinished = `${file}.part`;
    try {
        await (0,promises_.mkdir)(folder, { recursive: true });
        await (0,external_node_stream_promises_.pipeline)(external_node_stream_.Readable.from(inChunks(planDocument(plan, options))), (0,external_node_fs_.createWriteStream)(unfinished));
        await (0,promises_.rename)(unfinished, file);
    }
    catch (error) {
        throw new errors/* UserError */.yo(`Could not write the plan to ${file}: ${textOf(error)}`, {
            hint: 'Nothing is deleted that is not in a plan. Check the free space and the rights of the runner’s temporary folder.',
            cause: error,
        });
    }
    return file;
}
/** Pieces that are written at once: each is an item, of some hundred bytes. Larger chunks outlive their use on the heap. */
const chunkPieces = 50;
function* inChunks(pieces) {
    let chunk = [];
    for (const piece of pieces) {
        chunk.push(piece);
        if (chunk.length < chunkPieces)
            continue;
        yield Buffer.from(chunk.join(''));
        chunk = [];
    }
    yield Buffer.from(chunk.join(''));
}
/** What `expect-plan` asks for: a hash, or what the file says. Throws UserError when the file is no plan. */
async function readExpectation(expectPlan) {
    if (isPlanHash(expectPlan))
        return { kind: 'hash', hash: expectPlan };
    const hint = 'expect-plan takes the output plan-hash of a dry run, or the path of its plan file.';
    let text;
    try {
        text = await (0,promises_.readFile)(expectPlan, 'utf8');
    }
    catch (error) {
        throw new errors/* UserError */.yo(`Could not read the plan ${expectPlan}: ${textOf(error)}`, { hint, cause: error });
    }
    const plan = decodePlan(text);
    if (plan === null)
        throw new errors/* UserError */.yo(`${expectPlan} is no plan of this action.`, { hint });
    return { kind: 'file', plan };
}
const textOf = (error) => (error instanceof Error ? error.message : String(error));

;// CONCATENATED MODULE: ./src/prune/execute.ts
/** Prune: deletes what a retention policy does not keep, or says what it would delete. */

















/**
 * Runs the mode. Throws UserError and ApiError for what fails before the plan stands; from then on everything that
 * happens is in the report.
 */
async function runPrune(inputs, world) {
    const policy = policyOf(inputs);
    const expectation = inputs.expectPlan === null ? null : await readExpectation(inputs.expectPlan);
    const nowMs = world.clock.now();
    const repositories = await repositoriesOf(inputs, policy, world);
    const plan = planOf(await decideAll(repositories.chosen, { inputs, policy, nowMs }, world), {
        nowMs,
        targets: inputs.targets,
        maxDeletions: inputs.maxDeletions,
    });
    const scene = { inputs, policy, plan, repositories, expectation, world };
    const planPath = await writePlan(plan, { isDryRun: inputs.dryRun, outcomeOf: null }, world);
    logPlan(scene, planPath);
    const refusal = refusalOf(scene);
    const isApplied = !inputs.dryRun && refusal === null;
    const applied = isApplied
        ? await applyPlan({ plan, apiReserve: inputs.apiReserve, isExact: expectation !== null }, world)
        : null;
    if (applied !== null)
        await recordOutcomes(scene, applied);
    if (applied?.stop?.kind === 'error')
        logStack(applied.stop.error, world);
    world.log.info(`${(0,format/* countOf */.pq)(world.github.requestCount(), 'API call')}.`);
    return reportOf({
        inputs,
        policy,
        plan,
        archived: repositories.archived,
        planPath,
        refusal,
        applied,
        context: world.context,
        requestCount: world.github.requestCount(),
    });
}
function repositoriesOf(inputs, policy, world) {
    const canAfford = affordable(world.github, inputs.apiReserve);
    return policy.kind === 'named'
        ? readNamedRepositories(inputs, world)
        : readRepositories(inputs.repositories, world.github, canAfford);
}
/** One after the other: the quota is one, and a repository that cannot be decided on stops all, before any deletion. */
async function decideAll(repositories, { inputs, policy, nowMs }, world) {
    const { context } = world;
    const decisions = [];
    for (const repository of repositories) {
        world.signal.throwIfAborted();
        const request = {
            policy,
            nowMs,
            apiReserve: inputs.apiReserve,
            currentRunId: isOwn(repository, context) ? context.runId : null,
        };
        const read = policy.kind === 'named' ? gatherNamed : gather;
        const inventory = await read(repository, request, world);
        sweepAfterReading(inventory);
        decisions.push(decide(inventory, policy));
    }
    return decisions;
}
/** Whether a repository is the one that this step runs in. Ids decide where the runner says them. */
function isOwn({ id, owner, name }, context) {
    if (context.repositoryId !== null)
        return context.repositoryId === id;
    return (context.repository?.owner.toLowerCase() === owner.toLowerCase() &&
        context.repository.name.toLowerCase() === name.toLowerCase());
}
function logPlan({ plan, inputs, repositories, world }, planPath) {
    for (const { owner, name } of repositories.archived)
        world.log.info(`${owner}/${name} is archived: nothing in it can be deleted. Skipped.`);
    for (const repository of plan.repositories) {
        world.log.info(`${execute_nameOf(repository.inventory.repository)}:`);
        for (const what of repository.inventory.missing)
            world.log.info(`  ${what} is not there (any more), or not visible to the token.`);
        for (const { label, count, bytes, isTotal } of funnelLines(repository, plan))
            world.log.info(`  ${isTotal ? '' : '- '}${label}: ${(0,format/* countOf */.pq)(count, 'item')} (${(0,format/* formatBytes */.z3)(bytes)})`);
    }
    world.log.info(`Plan ${plan.hash}, with a reason for every item: ${planPath}`);
    if (inputs.dryRun)
        logDryRun(plan, world);
}
/** A log of more lines than this is not read; the plan file has all. */
const maxLoggedItems = 1000;
function logDryRun({ repositories }, { log }) {
    let left = maxLoggedItems;
    for (const { deletions, inventory, stale } of repositories) {
        for (const { run, reason } of stale)
            log.info(`Would cancel run ${run.id} of ${execute_nameOf(inventory.repository)}: ${reason}.`);
        for (const { item } of deletions.slice(0, left))
            log.info(`Would delete ${describeItem(item)} of ${execute_nameOf(inventory.repository)}.`);
        left = Math.max(0, left - deletions.length);
    }
}
const execute_nameOf = ({ owner, name }) => `${owner}/${name}`;
/** Why a real run must not begin; null when it may. */
function refusalOf({ plan, expectation }) {
    if (expectation !== null) {
        const lines = differences(plan, expectation);
        if (lines.length > 0)
            return {
                message: ['The plan is not the one that expect-plan names.', ...lines].join('\n'),
                hint: 'What would be deleted has changed since. Look at a new dry run, and expect its plan.',
            };
    }
    const trips = plan.repositories.flatMap(({ breaker, inventory }) => breaker === null ? [] : [`${execute_nameOf(inventory.repository)}: ${breaker}`]);
    if (trips.length === 0)
        return null;
    return {
        message: trips.join('\n'),
        hint: 'If that is what you want, raise max-delete-percent; else correct the policy. A dry run shows what would go.',
    };
}
/** The plan file becomes the record of what was done. It must not fail a clean-up that is over. */
async function recordOutcomes({ plan, world }, { outcomes }) {
    const byDecision = outcomesByDecision(outcomes);
    try {
        await writePlan(plan, { isDryRun: false, outcomeOf: (decision) => byDecision.get(decision) ?? null }, world);
    }
    catch (error) {
        world.log.warning((0,errors/* explain */.WE)(error).message);
    }
}
function logStack(error, { log }) {
    if (!(error instanceof errors/* UserError */.yo) && error instanceof Error)
        log.debug(error.stack ?? error.message);
}


/***/ }),

/***/ 54189:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d4: () => (/* binding */ matchesConclusion),
/* harmony export */   km: () => (/* binding */ anyConclusion),
/* harmony export */   vc: () => (/* binding */ explainConclusion)
/* harmony export */ });
/** The word that takes every run, whatever became of it. */
const anyConclusion = 'any';
/** Whether a list of conclusions and statuses takes a run. */
const matchesConclusion = (list, run) => explainConclusion(list, run) === null;
/** Why a list does not take a run: a clause, without a full stop. Null when it does. */
function explainConclusion({ includes, excludes }, run) {
    const words = run.conclusion === null ? [run.status] : [run.conclusion, run.status];
    const excluded = excludes.find((word) => words.includes(word));
    if (excluded !== undefined)
        return `it is ${excluded}, which is excluded`;
    if (includes.length === 0 || includes.includes(anyConclusion))
        return null;
    if (includes.some((word) => words.includes(word)))
        return null;
    const wanted = includes.join(' or ');
    return run.conclusion === null
        ? `it is ${run.status}, not ${wanted}`
        : `its conclusion is ${run.conclusion}, not ${wanted}`;
}


/***/ }),

/***/ 22967:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ factsNeeded),
/* harmony export */   m: () => (/* binding */ gatherRunFacts)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(83916);
/* harmony import */ var _listing_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(74907);
/* harmony import */ var _branches_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(31966);
/* harmony import */ var _workflows_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(54713);
/** Gathers what the words of `branch` and `workflow` mean today. Reads only what the lines ask for. */




/** What the lines of `branch` and `workflow` need to know. Pure. */
function factsNeeded({ branch, workflow }) {
    const words = new Set([...(branch?.includes ?? []), ...(branch?.excludes ?? [])].flatMap((line) => line.kind === 'word' ? [line.word] : []));
    const workflowLines = [...(workflow?.includes ?? []), ...(workflow?.excludes ?? [])];
    return {
        defaultBranch: words.has('@default') || words.has('@closed-pr'),
        existingRefs: words.has('@deleted'),
        openHeads: words.has('@closed-pr'),
        // Patterns too: they match the display name of today, which old runs do not carry.
        workflows: workflowLines.some((line) => line.kind !== 'id' && !(0,_workflows_js__WEBPACK_IMPORTED_MODULE_2__/* .isAnyWorkflow */ .CU)(line)),
    };
}
/** Pages of one list that are read at once. */
const concurrency = 4;
/**
 * Reads the facts. `commitSha` and `pullRequest` are left null. Throws a UserError that names the selector when a
 * list cannot be read, or when it is empty although it cannot be (no tags at all is fine).
 */
async function gatherRunFacts(github, repository, { needs, nowMs, canAfford }) {
    const reader = { github, repository, canAfford };
    const [defaultBranch, existingRefs, openHeads, workflows] = await Promise.all([
        needs.defaultBranch
            ? github.getRepository(repository).then((found) => found.defaultBranch)
            : Promise.resolve(null),
        needs.existingRefs ? readRefs(reader) : Promise.resolve(null),
        needs.openHeads ? readOpenHeads(reader) : Promise.resolve(null),
        needs.workflows ? readWorkflows(reader) : Promise.resolve(null),
    ]);
    return { nowMs, defaultBranch, existingRefs, openHeads, workflows, commitSha: null, pullRequest: null };
}
async function readRefs(reader) {
    const { github, repository } = reader;
    const branches = await readBehind(reader, 'branch: @deleted', {
        what: 'branches',
        fetchPage: (page) => github.listBranches(repository, page),
        idOf: ({ name }) => name,
    });
    // A repository with runs has a branch: an empty list is a list that was not given to us.
    if (branches.length === 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo('The list of branches is empty, so that branch: @deleted would take every branch.', {
            hint: 'The token may not see them. Give it "contents: read", or name the branches themselves.',
        });
    const tags = await readBehind(reader, 'branch: @deleted', {
        what: 'tags',
        fetchPage: (page) => github.listTags(repository, page),
        idOf: ({ name }) => name,
    });
    return new Set([...branches, ...tags].map(({ name }) => name));
}
async function readOpenHeads(reader) {
    const pulls = await readBehind(reader, 'branch: @closed-pr', {
        what: 'open pull requests',
        fetchPage: (page) => reader.github.listPullRequests(reader.repository, { state: 'open' }, page),
        idOf: ({ number }) => number,
    });
    return new Set(pulls.map((pull) => (0,_branches_js__WEBPACK_IMPORTED_MODULE_3__/* .headKey */ .Qo)(pull.headRepositoryId, pull.headBranch)));
}
async function readWorkflows(reader) {
    const workflows = await readBehind(reader, 'workflow', {
        what: 'workflows',
        fetchPage: (page) => reader.github.listWorkflows(reader.repository, page),
        idOf: ({ id }) => id,
    });
    return new Map(workflows.map((workflow) => [workflow.id, workflow]));
}
/** `what` is a plural noun; the repository is added to it. */
async function readBehind({ repository, canAfford }, selector, listing) {
    const what = `the ${listing.what} of ${repository.owner}/${repository.name}`;
    try {
        return await (0,_listing_js__WEBPACK_IMPORTED_MODULE_1__/* .readWhole */ .oD)({ ...listing, what, concurrency, canAfford });
    }
    catch (error) {
        if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ApiError */ .hD))
            throw error;
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo(`${selector} needs the list of ${listing.what}, which cannot be read. ${error.message}`, {
            hint: error.hint,
            cause: error,
        });
    }
}


/***/ }),

/***/ 82824:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U_: () => (/* binding */ timestampOf),
/* harmony export */   sg: () => (/* binding */ newestRunFirst)
/* harmony export */ });
/* unused harmony export oldestArtifactFirst */
/**
 * The one timestamp of a run that ages and dates are about: the later of its creation and the start of its latest
 * attempt. A re-run makes a run younger by this, but never newer (`newestRunFirst`). Milliseconds, UTC.
 */
const timestampOf = (run) => Math.max(run.createdAtMs, run.startedAtMs);
/** Orders runs newest first: by creation, then by id. */
const newestRunFirst = (one, other) => other.createdAtMs - one.createdAtMs || other.id - one.id;
/** Orders artifacts oldest first: by creation, then by id. */
const oldestArtifactFirst = (one, other) => one.createdAtMs - other.createdAtMs || one.id - other.id;


/***/ }),

/***/ 94760:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ln: () => (/* binding */ everyRun),
/* harmony export */   hx: () => (/* binding */ runMatches)
/* harmony export */ });
/* unused harmony export isOfPullRequest */
/* harmony import */ var _text_format_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(98488);
/* harmony import */ var _branches_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(31966);
/* harmony import */ var _conclusion_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(54189);
/* harmony import */ var _order_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(82824);
/* harmony import */ var _workflows_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(54713);





/** No selector of runs: takes every run. */
const everyRun = {
    runIds: null,
    workflow: null,
    runNumbers: null,
    branch: null,
    event: null,
    actor: null,
    created: null,
    olderThanMs: null,
    newerThanMs: null,
    conclusion: null,
};
const explainRunId = (run, { runIds }) => runIds === null || runIds.some(({ id }) => id === run.id) ? null : 'its id is not asked for';
const explainWorkflow = (run, { workflow }, facts) => {
    if (workflow === null || (0,_workflows_js__WEBPACK_IMPORTED_MODULE_1__/* .workflowMatches */ .zX)(workflow, run, facts))
        return null;
    const exclude = (0,_workflows_js__WEBPACK_IMPORTED_MODULE_1__/* .excludingWorkflowLine */ .Hl)(workflow, run, facts);
    return `workflow "${run.workflowName}" ${exclude === null ? 'is not asked for' : `is excluded by ${exclude}`}`;
};
const explainRunNumber = (run, { runNumbers }) => runNumbers === null || runNumbers.includes(run.number) ? null : `run number ${run.number} is not asked for`;
const explainBranch = (run, { branch }, facts) => {
    if (branch === null || (0,_branches_js__WEBPACK_IMPORTED_MODULE_2__/* .branchRank */ .Rp)(branch, run, facts) !== null)
        return null;
    const exclude = (0,_branches_js__WEBPACK_IMPORTED_MODULE_2__/* .excludingBranchLine */ .Yf)(branch, run, facts);
    const subject = run.headBranch === null ? 'it has no branch, which' : `branch "${run.headBranch}"`;
    return `${subject} ${exclude === null ? 'is not asked for' : `is excluded by ${exclude}`}`;
};
const explainEvent = (run, { event }) => event === null ? null : explainWord(event, { values: [run.event], noun: 'event' });
const explainActor = (run, { actor }) => {
    if (actor === null)
        return null;
    // Logins differ in case only by how they are written.
    const lower = { includes: actor.includes.map(lowerCase), excludes: actor.excludes.map(lowerCase) };
    return explainWord(lower, { values: run.actor === null ? [] : [lowerCase(run.actor)], noun: 'actor' });
};
const explainCommit = (run, _selectors, { commitSha }) => commitSha === null || run.headSha === commitSha
    ? null
    : `commit ${run.headSha.slice(0, 7)} is not asked for`;
const explainPullRequest = (run, _selectors, { pullRequest }) => pullRequest === null || isOfPullRequest(run, pullRequest)
    ? null
    : `it is not of pull request #${pullRequest.number}`;
const explainCreated = (run, { created }) => {
    if (created === null)
        return null;
    const timeMs = (0,_order_js__WEBPACK_IMPORTED_MODULE_3__/* .timestampOf */ .U_)(run);
    if (created.fromMs !== null && timeMs < created.fromMs)
        return `it is of ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDate */ .Yq)(timeMs)}, before ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatTimestamp */ .Ey)(created.fromMs)}`;
    if (created.toMs !== null && timeMs > created.toMs)
        return `it is of ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDate */ .Yq)(timeMs)}, after ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatTimestamp */ .Ey)(created.toMs)}`;
    return null;
};
const explainOlderThan = (run, { olderThanMs }, { nowMs }) => {
    const ageMs = nowMs - (0,_order_js__WEBPACK_IMPORTED_MODULE_3__/* .timestampOf */ .U_)(run);
    return olderThanMs === null || ageMs > olderThanMs
        ? null
        : `it is ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a3)(ageMs)} old, not older than ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a3)(olderThanMs)}`;
};
const explainNewerThan = (run, { newerThanMs }, { nowMs }) => {
    const ageMs = nowMs - (0,_order_js__WEBPACK_IMPORTED_MODULE_3__/* .timestampOf */ .U_)(run);
    return newerThanMs === null || ageMs < newerThanMs
        ? null
        : `it is ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a3)(ageMs)} old, not newer than ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_0__/* .formatDuration */ .a3)(newerThanMs)}`;
};
const explainOutcome = (run, { conclusion }) => conclusion === null ? null : (0,_conclusion_js__WEBPACK_IMPORTED_MODULE_4__/* .explainConclusion */ .vc)(conclusion, run);
/** The tests in the order in which they are made. */
const runTests = [
    { test: 'run-id', explain: explainRunId },
    { test: 'workflow', explain: explainWorkflow },
    { test: 'run-number', explain: explainRunNumber },
    { test: 'branch', explain: explainBranch },
    { test: 'event', explain: explainEvent },
    { test: 'actor', explain: explainActor },
    { test: 'commit', explain: explainCommit },
    { test: 'pull-request', explain: explainPullRequest },
    { test: 'created', explain: explainCreated },
    { test: 'older-than', explain: explainOlderThan },
    { test: 'newer-than', explain: explainNewerThan },
    { test: 'conclusion', explain: explainOutcome },
];
/** Whether the selectors take a run, or the one reason why not. Throws when a fact that a word needs is missing. */
function runMatches(run, selectors, facts) {
    for (const { test, explain } of runTests) {
        const reason = explain(run, selectors, facts);
        if (reason !== null)
            return { matches: false, test, reason };
    }
    return { matches: true };
}
/**
 * Whether a run is of a pull request: one of its events, on its head (repository and branch) since it was opened;
 * or any run of its head commit. A head repository that is gone proves nothing, so that then the commit decides.
 */
const isOfPullRequest = (run, pull) => run.headSha === pull.headSha ||
    ((0,_branches_js__WEBPACK_IMPORTED_MODULE_2__/* .isPullRequestEvent */ .T5)(run.event) &&
        run.headBranch === pull.headBranch &&
        run.headRepositoryId !== null &&
        run.headRepositoryId === pull.headRepositoryId &&
        run.createdAtMs >= pull.createdAtMs);
function explainWord(list, subject) {
    const { values, noun } = subject;
    const [value = 'none'] = values;
    if (list.excludes.some((word) => values.includes(word)))
        return `${noun} ${value} is excluded`;
    if (list.includes.length === 0 || list.includes.some((word) => values.includes(word)))
        return null;
    return `${noun} ${value} is not asked for`;
}
const lowerCase = (text) => text.toLowerCase();


/***/ })

};
