export const id = 310;
export const ids = [310];
export const modules = {

/***/ 4907:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ eachOnce),
/* harmony export */   HN: () => (/* binding */ inParallel),
/* harmony export */   T0: () => (/* binding */ pageSize),
/* harmony export */   oD: () => (/* binding */ readWhole),
/* harmony export */   sQ: () => (/* binding */ tooExpensive)
/* harmony export */ });
/* unused harmony export pagesOf */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3916);
/** Whole listings over the paged GitHub port: complete, or an error. */

/** The most that a page of GitHub's API holds. */
const pageSize = 100;
/** A listing that keeps changing is read this often at most. */
const maxPasses = 4;
/** The pages of a listing one by one, for callers that stop early. */
async function* pagesOf(fetchPage) {
    for (let number = 1;; number += 1) {
        const page = await fetchPage(number);
        yield page;
        if (!page.hasNext)
            return;
    }
}
/**
 * Every item of a listing, each once, in GitHub's order. Pages shift while a listing changes, so that one reading may
 * miss items; it is read again until all are seen that were there when one of the readings began. Throws UserError
 * when the quota cannot pay for it (known after the first page), and when it never comes out complete.
 */
async function readWhole(listing) {
    const passes = [];
    while (passes.length < maxPasses) {
        passes.unshift(await readPass(listing));
        const whole = wholeOf(passes, listing.idOf);
        if (whole !== null)
            return whole;
    }
    throw incomplete(listing.what, passes);
}
/** The results of work on each item, in the order of the items; the first failure stops what has not begun. */
async function inParallel(items, concurrency, work) {
    const results = [];
    const queue = items.entries();
    let isFailed = false;
    const takeOn = async () => {
        // One iterator is shared by all workers: each takes the next item that no one has taken.
        for (const [index, item] of queue) {
            if (isFailed)
                return;
            try {
                results[index] = await work(item);
            }
            catch (error) {
                isFailed = true;
                throw error;
            }
        }
    };
    await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, takeOn));
    return results;
}
/** The items without repeats; of several with one id the first stays. */
function eachOnce(items, idOf) {
    const known = new Map();
    for (const item of items) {
        const id = idOf(item);
        if (!known.has(id))
            known.set(id, item);
    }
    return known.size === items.length ? items : [...known.values()];
}
async function readPass({ what, fetchPage, idOf, concurrency, canAfford, }) {
    const afford = (calls) => {
        if (!canAfford(calls))
            throw tooExpensive(what, calls);
    };
    const first = await fetchPage(1);
    const pages = [first];
    if (first.hasNext && first.totalCount !== null) {
        const restCount = Math.max(1, Math.ceil(first.totalCount / pageSize) - 1);
        afford(restCount);
        const numbers = Array.from({ length: restCount }, (_, index) => index + 2);
        pages.push(...(await inParallel(numbers, concurrency, fetchPage)));
    }
    // Lists without a total, and what was added while the others were read.
    while (pages.at(-1)?.hasNext === true) {
        afford(1);
        pages.push(await fetchPage(pages.length + 1));
    }
    return {
        items: eachOnce(pages.flatMap((page) => page.items), idOf),
        pageCount: pages.length,
        totalCount: first.totalCount,
        highestId: highestOf(first.items.map(idOf)),
        isTotalSteady: pages.every((page) => page.totalCount === first.totalCount),
    };
}
/** The first of ids that fall all the way, so that nothing older can come before; null if they do not. */
function highestOf(ids) {
    const [highest] = ids;
    let previous = Number.POSITIVE_INFINITY;
    for (const id of ids) {
        if (typeof id !== 'number' || id >= previous)
            return null;
        previous = id;
    }
    return typeof highest === 'number' ? highest : null;
}
/** What passes (the latest first) prove to be the whole listing as it was at the beginning of one of them, or null. */
function wholeOf(passes, idOf) {
    let seen = [];
    let later = null;
    for (const pass of passes) {
        seen = eachOnce([...seen, ...pass.items], idOf);
        if (provesWhole(pass, later, seen.map(idOf)))
            return seen;
        later = pass;
    }
    return null;
}
/** Whether the ids seen in a pass and in the later ones are all that there were when the pass began. */
function provesWhole(pass, later, seen) {
    const { items, pageCount, totalCount, highestId, isTotalSteady } = pass;
    // Nothing counts these: a single page is a single answer, and of more two passes in a row must find the same.
    if (totalCount === null)
        return pageCount === 1 || later?.items.length === seen.length;
    // What was seen later and is no newer than the newest of then was there then: so many, and it was all.
    if (highestId !== null)
        return seen.filter((id) => Number(id) <= highestId).length >= totalCount;
    return isTotalSteady && items.length >= totalCount;
}
/** The error of a listing that costs more calls than the quota leaves above its reserve. */
const tooExpensive = (what, calls) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo(`Reading ${what} takes ${calls} more API call${calls === 1 ? '' : 's'}, and the token's quota does not leave that many.`, {
    hint: 'Run it again after the quota has been reset (within the hour), lower api-reserve, or give github-token a token with a larger quota.',
});
function incomplete(what, passes) {
    const [last] = passes;
    const counts = last?.totalCount === undefined || last.totalCount === null
        ? ''
        : `: GitHub counts ${last.totalCount} and shows ${last.items.length}`;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo(`The list of ${what.replace(/^the /, '')} did not come out complete in ${passes.length} readings${counts}.`, { hint: 'It changes while it is read. Run it again when less is going on.' });
}


/***/ }),

/***/ 1966:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Qo: () => (/* binding */ headKey),
/* harmony export */   Rp: () => (/* binding */ branchRank),
/* harmony export */   T5: () => (/* binding */ isPullRequestEvent),
/* harmony export */   Yf: () => (/* binding */ excludingBranchLine),
/* harmony export */   iL: () => (/* binding */ describeBranchLine)
/* harmony export */ });
/* unused harmony export branchMatches */
/* harmony import */ var _trust_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9098);

/** A head is a branch of a repository: a fork's `main` is not ours. */
const headKey = (headRepositoryId, branch) => `${headRepositoryId ?? 'gone'}:${branch}`;
/** Whether an event is of a pull request: `pull_request`, `pull_request_target`, `pull_request_review`… */
const isPullRequestEvent = (event) => event.startsWith('pull_request');
/**
 * The place of the first positive line that takes the run; 0 where there are only excludes; null where an exclude
 * or no line takes it. Throws when a word's facts were not gathered.
 */
function branchRank(list, run, facts) {
    if (excludingBranchLine(list, run, facts) !== null)
        return null;
    if (list.includes.length === 0)
        return 0;
    const rank = list.includes.findIndex((line) => lineTakes(line, run, facts));
    return rank < 0 ? null : rank;
}
/** Whether a list takes the run, whatever the place of the line. */
const branchMatches = (list, run, facts) => branchRank(list, run, facts) !== null;
/** The exclude that takes the run, as it was written; null for none. */
function excludingBranchLine(list, run, facts) {
    const line = list.excludes.find((exclude) => lineTakes(exclude, run, facts));
    return line === undefined ? null : `!${describeBranchLine(line)}`;
}
/** A line as it was written, without its `!`. */
const describeBranchLine = (line) => line.kind === 'word' ? line.word : line.pattern.source;
function lineTakes(line, run, facts) {
    if (line.kind === 'word')
        return wordTakes(line.word, run, facts);
    return run.headBranch !== null && line.pattern.matches(run.headBranch);
}
function wordTakes(word, run, facts) {
    switch (word) {
        case '@fork':
            return (0,_trust_js__WEBPACK_IMPORTED_MODULE_0__/* .isOfFork */ .O)(run);
        case '@default':
            return isDefaultBranch(run, facts);
        case '@deleted':
            // A tag's run carries the tag's name, so that tags count as existing; of forks we know no branches.
            return (run.headBranch !== null &&
                !(0,_trust_js__WEBPACK_IMPORTED_MODULE_0__/* .isOfFork */ .O)(run) &&
                !known(facts.existingRefs, '@deleted').has(run.headBranch));
        case '@closed-pr':
            // The event says that the head had a pull request; what is left to ask is whether one is still open.
            return (run.headBranch !== null &&
                isPullRequestEvent(run.event) &&
                !isDefaultBranch(run, facts) &&
                !known(facts.openHeads, '@closed-pr').has(headKey(run.headRepositoryId, run.headBranch)));
    }
}
const isDefaultBranch = (run, facts) => !(0,_trust_js__WEBPACK_IMPORTED_MODULE_0__/* .isOfFork */ .O)(run) && run.headBranch === known(facts.defaultBranch, '@default');
function known(fact, word) {
    if (fact === null)
        throw new Error(`The facts behind ${word} were not gathered.`);
    return fact;
}


/***/ }),

/***/ 4189:
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

/***/ 2967:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ factsNeeded),
/* harmony export */   m: () => (/* binding */ gatherRunFacts)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3916);
/* harmony import */ var _listing_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4907);
/* harmony import */ var _branches_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1966);
/* harmony import */ var _workflows_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4713);
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

/***/ 443:
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

/***/ 4760:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ln: () => (/* binding */ everyRun),
/* harmony export */   hx: () => (/* binding */ runMatches)
/* harmony export */ });
/* unused harmony export isOfPullRequest */
/* harmony import */ var _text_format_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8488);
/* harmony import */ var _branches_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1966);
/* harmony import */ var _conclusion_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4189);
/* harmony import */ var _order_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(443);
/* harmony import */ var _workflows_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4713);





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


/***/ }),

/***/ 9098:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ isOfFork),
/* harmony export */   g: () => (/* binding */ describeFork)
/* harmony export */ });
/**
 * Whether a run is of a fork: its head repository is not the repository itself, or is gone. Ids decide, since a
 * name can be given up and taken by someone else.
 */
const isOfFork = (run) => run.repositoryId === null || run.headRepositoryId !== run.repositoryId;
/** `the fork octo/app` or `a fork that is gone`, for messages. */
const describeFork = (run) => run.headRepositoryId === null || run.headRepositoryName === null
    ? 'a fork that is gone'
    : `the fork ${run.headRepositoryName}`;


/***/ }),

/***/ 4713:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CU: () => (/* binding */ isAnyWorkflow),
/* harmony export */   Hl: () => (/* binding */ excludingWorkflowLine),
/* harmony export */   Zt: () => (/* binding */ describeWorkflowLine),
/* harmony export */   bV: () => (/* binding */ fileNameOf),
/* harmony export */   zX: () => (/* binding */ workflowMatches)
/* harmony export */ });
/** `ci.yml` of `.github/workflows/ci.yml`. */
const fileNameOf = (path) => path.slice(path.lastIndexOf('/') + 1);
/**
 * Whether a list takes the workflow of a run. A pattern may match its file name, its path, its display name when
 * the run was made, or its display name now: renaming a workflow hides none of its runs.
 */
function workflowMatches(list, run, facts) {
    if (excludingWorkflowLine(list, run, facts) !== null)
        return false;
    return list.includes.length === 0 || list.includes.some((line) => lineTakes(line, run, facts));
}
/** The exclude that takes the run, as it was written; null for none. */
function excludingWorkflowLine(list, run, facts) {
    const line = list.excludes.find((exclude) => lineTakes(exclude, run, facts));
    return line === undefined ? null : `!${describeWorkflowLine(line)}`;
}
/** A line as it was written, without its `!`. */
function describeWorkflowLine(line) {
    switch (line.kind) {
        case 'id':
            return String(line.id);
        case 'word':
            return line.word;
        case 'pattern':
            return line.pattern.source;
    }
}
/** Whether a line takes every workflow there is, whatever its file is called. */
const isAnyWorkflow = (line) => line.kind === 'pattern' && (line.pattern.source === '*' || line.pattern.source === '**');
function lineTakes(line, run, facts) {
    const workflow = facts.workflows?.get(run.workflowId);
    switch (line.kind) {
        case 'id':
            return run.workflowId === line.id;
        case 'word': {
            if (facts.workflows === null)
                throw new Error(`The facts behind ${line.word} were not gathered.`);
            // A workflow that the list does not name says nothing of its state: it may be of another repository.
            return line.word === '@deleted'
                ? workflow?.state === 'deleted'
                : (workflow?.state.startsWith('disabled') ?? false);
        }
        case 'pattern':
            return isAnyWorkflow(line) || namesOf(run, workflow).some((name) => line.pattern.matches(name));
    }
}
const namesOf = (run, workflow) => [
    fileNameOf(run.workflowPath),
    run.workflowPath,
    run.workflowName,
    ...(workflow === undefined ? [] : [workflow.name]),
];


/***/ }),

/***/ 8488:
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
