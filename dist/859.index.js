export const id = 859;
export const ids = [859];
export const modules = {

/***/ 74907:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ eachOnce),
/* harmony export */   HN: () => (/* binding */ inParallel),
/* harmony export */   T0: () => (/* binding */ pageSize),
/* harmony export */   oD: () => (/* binding */ readWhole),
/* harmony export */   sQ: () => (/* binding */ tooExpensive)
/* harmony export */ });
/* unused harmony export pagesOf */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(83916);
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

/***/ 78259:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   eD: () => (/* binding */ formatChange),
/* harmony export */   m8: () => (/* binding */ storageLine),
/* harmony export */   vs: () => (/* binding */ storageTables)
/* harmony export */ });
/* harmony import */ var _storage_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(71134);
/* harmony import */ var _text_format_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(98488);
/* harmony import */ var _text_markdown_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(86590);
/** The storage table, as prune and summarise show it: one line, and tables by name, branch, workflow and age. */



/** Sets of equal artifacts that are named; what they waste together is in the title. */
const maxDuplicates = 10;
/** Longer names are cut in the middle. */
const maxNameChars = 80;
/** `4.8 GB in 1,213 artifacts, +160 MB a day (200 MB added, 40 MB expiring)`. */
function storageLine({ bytes, count, growth }) {
    const { bytesPerDay, addedBytesPerDay, expiringBytesPerDay } = growth;
    const held = `${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_1__/* .formatBytes */ .z3)(bytes)} in ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_1__/* .countOf */ .pq)(count, 'artifact')}`;
    if (addedBytesPerDay === 0 && expiringBytesPerDay === 0)
        return held;
    return `${held}, ${formatChange(bytesPerDay)} a day (${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_1__/* .formatBytes */ .z3)(addedBytesPerDay)} added, ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_1__/* .formatBytes */ .z3)(expiringBytesPerDay)} expiring)`;
}
/** `+160 MB`, `−40 MB`, `±0 B`. */
const formatChange = (bytes) => bytes === 0 ? '±0 B' : `${bytes > 0 ? '+' : '−'}${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_1__/* .formatBytes */ .z3)(Math.abs(bytes))}`;
/** The tables in their order, of at most so many rows each, and none that would be empty. */
function storageTables(storage, maxRows) {
    if (storage.count === 0)
        return [];
    const whole = storage.bytes;
    const hasWorkflows = storage.byWorkflow.some(({ label }) => label !== '');
    return [
        {
            title: 'By name',
            what: 'storage by name',
            markdown: sharesTable('Name', storage.byName, { whole, maxRows, labelOf: nameLabel }),
        },
        ...(storage.byBranchState.length === 0
            ? []
            : [
                {
                    title: 'By what became of the branch',
                    what: 'storage of deleted and merged branches',
                    markdown: sharesTable('Branch', storage.byBranchState, {
                        whole,
                        maxRows,
                        labelOf: plainLabel,
                    }),
                },
            ]),
        {
            title: 'By branch',
            what: 'storage by branch',
            markdown: sharesTable('Branch', storage.byBranch, { whole, maxRows, labelOf: branchLabel }),
        },
        ...(hasWorkflows
            ? [
                {
                    title: 'By workflow',
                    what: 'storage by workflow',
                    markdown: sharesTable('Workflow', storage.byWorkflow, { whole, maxRows, labelOf: knownLabel }),
                },
            ]
            : []),
        {
            title: 'By age',
            what: 'storage by age',
            markdown: sharesTable('Age', storage.byAge, {
                whole,
                maxRows,
                labelOf: plainLabel,
            }),
        },
        ...(storage.duplicates.length === 0
            ? []
            : [
                {
                    title: `The same bytes more than once: ${(0,_text_format_js__WEBPACK_IMPORTED_MODULE_1__/* .formatBytes */ .z3)(storage.wastedBytes)}`,
                    what: 'duplicates',
                    markdown: duplicatesTable(storage.duplicates.slice(0, Math.min(maxRows, maxDuplicates))),
                },
            ]),
    ];
}
function sharesTable(title, shares, { whole, maxRows, labelOf }) {
    const { top, rest } = (0,_storage_js__WEBPACK_IMPORTED_MODULE_0__/* .topShares */ .SC)(shares, maxRows);
    const row = (label, { count, bytes }) => [
        label,
        (0,_text_format_js__WEBPACK_IMPORTED_MODULE_1__/* .formatCount */ .B4)(count),
        (0,_text_format_js__WEBPACK_IMPORTED_MODULE_1__/* .formatBytes */ .z3)(bytes),
        whole === 0 ? '' : (0,_text_format_js__WEBPACK_IMPORTED_MODULE_1__/* .formatPercent */ .l9)(bytes / whole),
    ];
    return (0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .table */ .tp)([title, (0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .right */ .pG)('Artifacts'), (0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .right */ .pG)('Size'), (0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .right */ .pG)('Share')], [
        ...top.map((share) => row(labelOf(share), share)),
        ...(rest === null ? [] : [row(`<em>${(0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .escapeText */ .X1)(rest.label)}</em>`, rest)]),
    ]);
}
const plainLabel = ({ label }) => (0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .escapeText */ .X1)(label);
const nameLabel = ({ label }) => (0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .codeSpan */ .SS)((0,_text_format_js__WEBPACK_IMPORTED_MODULE_1__/* .shorten */ .ml)(label, maxNameChars));
const knownLabel = ({ label }) => label === '' ? '<em>not known</em>' : (0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .codeSpan */ .SS)((0,_text_format_js__WEBPACK_IMPORTED_MODULE_1__/* .shorten */ .ml)(label, maxNameChars));
function branchLabel(share) {
    const { state } = share;
    const note = state === 'live' || state === 'unknown' ? '' : ` (${noteOf(state)})`;
    return `${knownLabel(share)}${note}`;
}
const noteOf = (state) => {
    switch (state) {
        case 'default':
            return 'default';
        case 'closed-pr':
            return 'merged or closed';
        case 'deleted':
            return 'deleted';
        case 'fork':
            return 'of a fork';
    }
};
const duplicatesTable = (duplicates) => (0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .table */ .tp)(['Names', (0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .right */ .pG)('Copies'), (0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .right */ .pG)('Size of one'), (0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .right */ .pG)('Wasted')], duplicates.map(({ names, count, sizeBytes, wastedBytes }) => [
    names.map((name) => (0,_text_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .codeSpan */ .SS)((0,_text_format_js__WEBPACK_IMPORTED_MODULE_1__/* .shorten */ .ml)(name, maxNameChars))).join(', '),
    (0,_text_format_js__WEBPACK_IMPORTED_MODULE_1__/* .formatCount */ .B4)(count),
    (0,_text_format_js__WEBPACK_IMPORTED_MODULE_1__/* .formatBytes */ .z3)(sizeBytes),
    (0,_text_format_js__WEBPACK_IMPORTED_MODULE_1__/* .formatBytes */ .z3)(wastedBytes),
]));


/***/ }),

/***/ 24318:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ listRepositories)
/* harmony export */ });
/* harmony import */ var _inputs_prune_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(22881);
/* harmony import */ var _listing_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(74907);


/**
 * The repositories of a list, each once, in the order of its lines and of GitHub's listing. A list of repositories
 * that cannot be read is data; the rest is still there.
 */
async function listRepositories(github, list, canAfford) {
    const listed = new Map();
    const owners = new Map();
    const repositoriesOf = (owner) => {
        const key = owner.toLowerCase();
        const known = owners.get(key) ?? readOwner(github, owner, canAfford);
        owners.set(key, known);
        return known;
    };
    for (const include of list.includes)
        for (const each of await expand(include, repositoriesOf)) {
            const key = each.kind === 'unlisted' ? each.line : `${each.ref.owner}/${each.ref.name}`.toLowerCase();
            const isExcluded = each.kind !== 'unlisted' && list.excludes.some((line) => (0,_inputs_prune_js__WEBPACK_IMPORTED_MODULE_0__/* .namesRepository */ .xt)(line, each.ref));
            if (!isExcluded && !listed.has(key))
                listed.set(key, each);
        }
    return [...listed.values()];
}
async function expand(line, repositoriesOf) {
    const { owner, name } = line;
    if (name.isLiteral)
        return [{ kind: 'named', ref: { owner, name: name.source } }];
    try {
        const repositories = await repositoriesOf(owner);
        return repositories
            .filter((repository) => (0,_inputs_prune_js__WEBPACK_IMPORTED_MODULE_0__/* .namesRepository */ .xt)(line, repository))
            .map((repository) => ({
            kind: 'found',
            ref: { owner: repository.owner, name: repository.name },
            repository,
        }));
    }
    catch (error) {
        return [{ kind: 'unlisted', line: `${owner}/${name.source}`, error }];
    }
}
const readOwner = (github, owner, canAfford) => (0,_listing_js__WEBPACK_IMPORTED_MODULE_1__/* .readWhole */ .oD)({
    what: `the repositories of ${owner}`,
    fetchPage: (page) => github.listRepositories(owner, page),
    idOf: ({ id }) => id,
    // Repositories are few, and what kind of owner it is comes out with the first page.
    concurrency: 1,
    canAfford,
});


/***/ }),

/***/ 31966:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Qo: () => (/* binding */ headKey),
/* harmony export */   Rp: () => (/* binding */ branchRank),
/* harmony export */   T5: () => (/* binding */ isPullRequestEvent),
/* harmony export */   Yf: () => (/* binding */ excludingBranchLine),
/* harmony export */   iL: () => (/* binding */ describeBranchLine)
/* harmony export */ });
/* unused harmony export branchMatches */
/* harmony import */ var _trust_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(89098);

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

/***/ 89098:
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

/***/ 54713:
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
            return line.word === '@deleted'
                ? isDeleted(run, workflow)
                : (workflow?.state.startsWith('disabled') ?? false);
        }
        case 'pattern':
            return isAnyWorkflow(line) || namesOf(run, workflow).some((name) => line.pattern.matches(name));
    }
}
/** Where the files of a repository's own workflows are. */
const workflowFolder = '.github/workflows/';
/**
 * GitHub lists a workflow whose file is gone as deleted, and forgets some altogether. One that it does not list may
 * also be of another repository (required by a ruleset: its path begins with that repository) or GitHub's own
 * (`dynamic/…`): those say nothing of a file that is gone.
 */
const isDeleted = (run, workflow) => workflow === undefined ? run.workflowPath.startsWith(workflowFolder) : workflow.state === 'deleted';
const namesOf = (run, workflow) => [
    fileNameOf(run.workflowPath),
    run.workflowPath,
    run.workflowName,
    ...(workflow === undefined ? [] : [workflow.name]),
];


/***/ }),

/***/ 71134:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   KS: () => (/* binding */ measureStorage),
/* harmony export */   SC: () => (/* binding */ topShares),
/* harmony export */   Sz: () => (/* binding */ workflowLabel),
/* harmony export */   Xw: () => (/* binding */ branchStateOf),
/* harmony export */   kk: () => (/* binding */ nameFamily)
/* harmony export */ });
/* unused harmony export describeBranchState */
/* harmony import */ var _select_workflows_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(54713);
/* harmony import */ var _select_trust_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(89098);
/**
 * What eats the storage: live artifacts by name, branch, workflow and age; branches that are gone apart; the same
 * bytes stored twice; what GitHub expires soon; and how fast it grows. Pure; prune and summarise show the same.
 */


const dayMs = 24 * 60 * 60 * 1000;
/** Upper ends of the ages, in days. 90 is what GitHub keeps by default, and the most for a public repository. */
const ageDays = [1, 7, 30, 90];
const expiringDays = [3, 7];
/** A week has each weekday once, so that its average does not depend on when one looks. */
const growthDays = 7;
/** Fewer names than this are shown one by one: a matrix of three reads better as three names. */
const minFamilyNames = 4;
const duplicateNames = 3;
/** Attributes the live artifacts. Time grows with their number, and memory with the number of groups. */
function measureStorage(facts) {
    const { artifacts, nowMs, workflowOf, branchStateOf } = facts;
    const live = artifacts.filter(({ isExpired }) => !isExpired);
    const branches = shareBranches(live, branchStateOf);
    const duplicates = findDuplicates(live);
    return {
        count: live.length,
        bytes: sumBytes(live),
        expiredCount: artifacts.length - live.length,
        byName: shareNames(live),
        byBranch: branches,
        byBranchState: shareStates(branches),
        byWorkflow: [...shareBy(live, workflowOf).values()].toSorted(biggestFirst),
        byAge: shareAges(live, nowMs),
        duplicates,
        wastedBytes: duplicates.reduce((sum, { wastedBytes }) => sum + wastedBytes, 0),
        expiring: expiringDays.map((withinDays) => expiringWithin(live, withinDays, nowMs)),
        growth: measureGrowth(artifacts, live, nowMs),
    };
}
/** The state of the branch that an artifact's run was on. A fork's branch is never ours, whatever its name. */
function branchStateOf(run, knowledge) {
    if (run === null || run.repositoryId === null)
        return 'unknown';
    if ((0,_select_trust_js__WEBPACK_IMPORTED_MODULE_0__/* .isOfFork */ .O)(run))
        return 'fork';
    if (run.headBranch === null)
        return 'unknown';
    if (run.headBranch === knowledge.defaultBranch)
        return 'default';
    if (knowledge.existingRefs === null)
        return 'unknown';
    if (!knowledge.existingRefs.has(run.headBranch))
        return 'deleted';
    return knowledge.closedHeads.has(run.headBranch) ? 'closed-pr' : 'live';
}
/** How storage names a workflow: its file, which is unique, where its display name is not. Empty for no run. */
const workflowLabel = (run) => run === null || run === undefined ? '' : (0,_select_workflows_js__WEBPACK_IMPORTED_MODULE_1__/* .fileNameOf */ .bV)(run.workflowPath) || run.workflowName;
/** The first shares, and what the others are together; `rest` is null when nothing was left out. */
function topShares(shares, max) {
    const others = shares.slice(max);
    if (others.length === 0)
        return { top: shares, rest: null };
    return {
        top: shares.slice(0, max),
        rest: {
            label: `${others.length} more`,
            count: others.reduce((sum, { count }) => sum + count, 0),
            bytes: others.reduce((sum, { bytes }) => sum + bytes, 0),
        },
    };
}
function shareBy(artifacts, labelOf) {
    const shares = new Map();
    for (const artifact of artifacts) {
        const label = labelOf(artifact);
        const share = shares.get(label) ?? { label, count: 0, bytes: 0 };
        share.count += 1;
        share.bytes += artifact.sizeBytes;
        shares.set(label, share);
    }
    return shares;
}
const biggestFirst = (one, other) => other.bytes - one.bytes || other.count - one.count || compareText(one.label, other.label);
const compareText = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
const sumBytes = (artifacts) => artifacts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
/** Names that differ in numbers or hashes only are one family, as `report-*`, once there are enough of them. */
function shareNames(artifacts) {
    const families = new Map();
    for (const share of shareBy(artifacts, ({ name }) => name).values()) {
        const family = nameFamily(share.label);
        const members = families.get(family);
        if (members === undefined)
            families.set(family, [share]);
        else
            members.push(share);
    }
    return [...families]
        .flatMap(([family, members]) => members.length < minFamilyNames
        ? members.map((member) => ({ ...member, isPattern: false }))
        : [{ ...addUp(members), label: family, isPattern: true }])
        .toSorted(biggestFirst);
}
const addUp = (shares) => ({
    count: shares.reduce((sum, { count }) => sum + count, 0),
    bytes: shares.reduce((sum, { bytes }) => sum + bytes, 0),
});
/** UUIDs, hashes (hex that holds a digit) and numbers: what a workflow puts into a name to make it unique. */
const varying = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![0-9a-z])(?=[a-f]*[0-9])[0-9a-f]{7,64}(?![0-9a-z])|[0-9]+/gi;
/** The pattern of a name: what varies becomes `*`, and what means something in a glob is escaped. */
function nameFamily(name) {
    const parts = name.split(varying).map((part) => part.replace(/[\\*?[\]{}]/g, '\\$&'));
    const family = parts.join('*');
    return /^[!/]/.test(family) ? `\\${family}` : family;
}
function shareBranches(artifacts, stateOf) {
    const shares = new Map();
    for (const artifact of artifacts) {
        const label = artifact.run?.headBranch ?? '';
        const state = stateOf(artifact);
        const head = state === 'fork' ? (artifact.run?.headRepositoryId ?? 'gone') : '';
        const key = `${state} ${head}:${label}`;
        const share = shares.get(key) ?? { label, count: 0, bytes: 0, state };
        share.count += 1;
        share.bytes += artifact.sizeBytes;
        shares.set(key, share);
    }
    return [...shares.values()].toSorted(biggestFirst);
}
const stateLabels = {
    default: 'default branch',
    live: 'other branches and tags',
    'closed-pr': 'merged or closed branches',
    deleted: 'deleted branches',
    fork: 'forks',
    unknown: 'not known',
};
/** How a state is called in a table. */
const describeBranchState = (state) => stateLabels[state];
function shareStates(branches) {
    const shares = new Map();
    for (const { state, count, bytes } of branches) {
        const share = shares.get(state) ?? { label: stateLabels[state], count: 0, bytes: 0, state };
        share.count += count;
        share.bytes += bytes;
        shares.set(state, share);
    }
    return [...shares.values()].toSorted(biggestFirst);
}
function shareAges(artifacts, nowMs) {
    const bounds = [...ageDays, null];
    const shares = bounds.map((maxAgeDays, index) => {
        const from = bounds[index - 1] ?? null;
        return { label: ageLabel(from, maxAgeDays), count: 0, bytes: 0, maxAgeDays };
    });
    for (const { createdAtMs, sizeBytes } of artifacts) {
        const share = shares.find(({ maxAgeDays }) => maxAgeDays === null || nowMs - createdAtMs < maxAgeDays * dayMs);
        if (share === undefined)
            continue;
        share.count += 1;
        share.bytes += sizeBytes;
    }
    return shares;
}
function ageLabel(fromDays, toDays) {
    if (fromDays === null)
        return 'under a day';
    return toDays === null ? `over ${fromDays} days` : `${fromDays} to ${toDays} days`;
}
function findDuplicates(artifacts) {
    const groups = new Map();
    for (const { digest, sizeBytes, name } of artifacts) {
        if (digest === null)
            continue;
        const group = groups.get(digest) ?? { count: 0, sizeBytes, names: new Set() };
        group.count += 1;
        if (group.names.size < duplicateNames)
            group.names.add(name);
        groups.set(digest, group);
    }
    return [...groups]
        .filter(([, { count }]) => count > 1)
        .map(([digest, { count, sizeBytes, names }]) => ({
        digest,
        names: [...names],
        count,
        sizeBytes,
        wastedBytes: sizeBytes * (count - 1),
    }))
        .toSorted((one, other) => other.wastedBytes - one.wastedBytes || compareText(one.digest, other.digest));
}
function expiringWithin(live, withinDays, nowMs) {
    const expiring = live.filter(({ expiresAtMs }) => expiresAtMs !== null && expiresAtMs <= nowMs + withinDays * dayMs);
    return { withinDays, count: expiring.length, bytes: sumBytes(expiring) };
}
function measureGrowth(listed, live, nowMs) {
    const oldestMs = listed.reduce((oldest, { createdAtMs }) => Math.min(oldest, createdAtMs), nowMs);
    const overDays = Math.min(growthDays, Math.max(1, (nowMs - oldestMs) / dayMs));
    const recent = listed.filter(({ createdAtMs }) => createdAtMs >= nowMs - overDays * dayMs);
    const addedBytesPerDay = sumBytes(recent) / overDays;
    const expiringBytesPerDay = expiringWithin(live, growthDays, nowMs).bytes / growthDays;
    return {
        addedBytesPerDay: Math.round(addedBytesPerDay),
        overDays: Math.round(overDays * 10) / 10,
        expiringBytesPerDay: Math.round(expiringBytesPerDay),
        bytesPerDay: Math.round(addedBytesPerDay) - Math.round(expiringBytesPerDay),
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
