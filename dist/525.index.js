export const id = 525;
export const ids = [525];
export const modules = {

/***/ 41525:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  reportRepositories: () => (/* binding */ reportRepositories),
  summariseRepositories: () => (/* binding */ summariseRepositories)
});

// EXTERNAL MODULE: ./src/errors.ts
var src_errors = __webpack_require__(83916);
// EXTERNAL MODULE: ./src/github/limits.ts
var limits = __webpack_require__(71679);
// EXTERNAL MODULE: ./src/report-upload.ts + 1 modules
var report_upload = __webpack_require__(40076);
// EXTERNAL MODULE: ./src/repository-listing.ts
var repository_listing = __webpack_require__(24318);
// EXTERNAL MODULE: ./src/text/format.ts
var format = __webpack_require__(98488);
// EXTERNAL MODULE: ./src/summarise/publish.ts
var publish = __webpack_require__(79443);
// EXTERNAL MODULE: ./src/select/trust.ts
var trust = __webpack_require__(89098);
;// CONCATENATED MODULE: ./src/summarise/repository/facts.ts
/** What gathering hands to measuring: everything read about one repository, and nothing concluded from it. */

/** How a repository is written: `owner/name`. */
const slugOf = ({ owner, name }) => `${owner}/${name}`;
/** Keeps of a run what the report needs. */
const factOf = (run, defaultBranch) => ({
    id: run.id,
    number: run.number,
    attempt: run.attempt,
    workflowPath: run.workflowPath,
    workflowName: run.workflowName,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    branch: run.headBranch,
    isOnDefaultBranch: run.headBranch === defaultBranch && !(0,trust/* isOfFork */.O)(run),
    isOfFork: (0,trust/* isOfFork */.O)(run),
    headSha: run.headSha,
    createdAtMs: run.createdAtMs,
    startedAtMs: run.startedAtMs,
    updatedAtMs: run.updatedAtMs,
});
/** Whether a run or a job failed; what was cancelled, skipped or waits for approval did not. */
const isFailed = (conclusion) => conclusion === 'failure' || conclusion === 'timed_out' || conclusion === 'startup_failure';

// EXTERNAL MODULE: ./src/listing.ts
var src_listing = __webpack_require__(74907);
// EXTERNAL MODULE: ./src/select/branches.ts
var branches = __webpack_require__(31966);
;// CONCATENATED MODULE: ./src/summarise/repository/gather-pages.ts
/**
 * Listings read as far as the quota reaches. Prune must have a listing whole or not at all; a report of most of it
 * is still a report, as long as it says so.
 */

/**
 * Requests at once for one listing, of which two are read side by side. A page of runs is more than a megabyte of JSON,
 * and with more of them at once it is garbage that fills the memory: 10,000 artifacts and 5,000 runs shall need no
 * more than 300 MB.
 */
const concurrency = 2;
/** A listing changes while it is read: a hundredth missing at its end is that, and no gap. */
const tolerance = 0.99;
/** Whether so many items are all of a listing, but for what was deleted meanwhile. */
const isWhole = (read, total) => read >= total * tolerance;
/** Pages of a listing up to `maxPages`, the first of which is there already. */
async function readUpTo(listing) {
    const { first, fetchPage, idOf, maxPages } = listing;
    const pages = [first];
    if (first.hasNext && first.totalCount !== null) {
        const lastPage = Math.min(maxPages, Math.max(2, Math.ceil(first.totalCount / src_listing/* pageSize */.T0)));
        const numbers = Array.from({ length: Math.max(0, lastPage - 1) }, (_, index) => index + 2);
        pages.push(...(await (0,src_listing/* inParallel */.HN)(numbers, concurrency, fetchPage)));
    }
    // Lists without a total, and what was added while the others were read.
    while (pages.at(-1)?.hasNext === true && pages.length < maxPages)
        pages.push(await fetchPage(pages.length + 1));
    const items = (0,src_listing/* eachOnce */.B)(pages.flatMap((page) => page.items), idOf);
    const hasNext = pages.at(-1)?.hasNext ?? false;
    // What is added while the list is read is no gap in it.
    const total = Math.max(items.length, first.totalCount ?? 0);
    return { items, total, pages: pages.length, isComplete: !hasNext && isWhole(items.length, total) };
}

;// CONCATENATED MODULE: ./src/summarise/repository/gather-branches.ts
/** What became of the branches that artifacts are of; each list is asked for only where it can change the answer. */




/** More branches than these are not looked through for a report. */
const maxPages = 30;
async function gatherBranches(request) {
    const { repository } = request;
    const names = ownBranches(request);
    const refs = await readRefs(request, names);
    const heads = await readClosedHeads(request, refs.existing ?? new Set());
    return {
        knowledge: {
            defaultBranch: repository.defaultBranch,
            existingRefs: refs.existing,
            closedHeads: heads.closed,
        },
        notices: [...refs.notices, ...heads.notices],
    };
}
/** Branches of the repository itself that live artifacts are of, but for the default one. */
function ownBranches({ artifacts, repository }) {
    const names = new Set();
    for (const { isExpired, run } of artifacts)
        if (!isExpired && run !== null && run.headBranch !== null && !(0,trust/* isOfFork */.O)(run))
            names.add(run.headBranch);
    names.delete(repository.defaultBranch);
    return names;
}
async function readRefs({ github, repository }, names) {
    if (names.size === 0)
        return { existing: new Set(), notices: [] };
    const lost = (problem) => ({
        existing: null,
        notices: [`Storage of deleted branches is not shown apart: ${problem}`],
    });
    try {
        const branches = await readNames((page) => github.listBranches(repository, page));
        if (branches === null)
            return lost(`the repository has more than ${maxPages * 100} branches.`);
        // A repository with runs has a branch: an empty list is a list that was not given to us.
        if (branches.length === 0)
            return lost('the token sees no branches. Give it "contents: read".');
        const existing = new Set(branches);
        if ([...names].every((name) => existing.has(name)))
            return { existing, notices: [] };
        const tags = await readNames((page) => github.listTags(repository, page));
        if (tags === null)
            return lost(`the repository has more than ${maxPages * 100} tags.`);
        return { existing: new Set([...branches, ...tags]), notices: [] };
    }
    catch (error) {
        return lost(sentenceOf(error));
    }
}
async function readNames(fetchPage) {
    const read = await readUpTo({ first: await fetchPage(1), fetchPage, idOf: ({ name }) => name, maxPages });
    return read.isComplete ? read.items.map(({ name }) => name) : null;
}
/** Branches that are still there, had a run for a pull request, and have none open. */
async function readClosedHeads({ github, repository, runs }, existing) {
    const candidates = new Set();
    for (const { event, branch, isOfFork: isFork } of runs)
        if (branch !== null && !isFork && (0,branches/* isPullRequestEvent */.T5)(event) && existing.has(branch))
            candidates.add(branch);
    candidates.delete(repository.defaultBranch);
    if (candidates.size === 0)
        return { closed: candidates, notices: [] };
    const lost = (problem) => ({
        closed: new Set(),
        notices: [`Storage of merged branches is not shown apart: ${problem}`],
    });
    try {
        const fetchPage = (page) => github.listPullRequests(repository, { state: 'open' }, page);
        const open = await readUpTo({
            first: await fetchPage(1),
            fetchPage,
            idOf: ({ number }) => number,
            maxPages,
        });
        if (!open.isComplete)
            return lost(`more than ${maxPages * 100} pull requests are open.`);
        const heads = new Set(open.items.map((pull) => (0,branches/* headKey */.Qo)(pull.headRepositoryId, pull.headBranch)));
        return {
            closed: new Set([...candidates].filter((branch) => !heads.has((0,branches/* headKey */.Qo)(repository.id, branch)))),
            notices: [],
        };
    }
    catch (error) {
        return lost(sentenceOf(error));
    }
}
/** What an answer of GitHub means for a reader. Throws what is no answer of GitHub's. */
function sentenceOf(error) {
    if (!(error instanceof src_errors/* ApiError */.hD))
        throw error;
    return error.hint === '' ? error.message : `${error.message} ${error.hint}`;
}

;// CONCATENATED MODULE: ./src/summarise/repository/gather-runs.ts
/**
 * Runs of the period, newest first, as far as the quota reaches. GitHub lists 1,000 results of a search, so the
 * next search ends where the last one did: full pages, and no request spent on finding out how wide a slice of
 * time may be.
 */



/** "This endpoint will return up to 1,000 results for each search" with any filter. (GitHub's API description) */
const reachOfSearch = 1000;
const secondMs = 1000;
/** The first page of the runs since then; its total is what the whole costs. */
const firstRuns = (search) => search.github.listRuns(search.repository, { created: since(search) }, 1);
const since = ({ sinceMs }) => `>=${secondText(sinceMs)}`;
/** Pages that a listing of so many runs takes, those included that overlap where one search follows another. */
const runPages = (total) => Math.max(1, Math.ceil((total + Math.floor(total / reachOfSearch)) / src_listing/* pageSize */.T0));
/** The runs that follow the first page, in `maxPages` pages at most, that one included. */
async function readRuns(search, first, maxPages) {
    const runs = new Map();
    let slice = { created: since(search), first };
    let isCutShort = false;
    let total = first.totalCount ?? first.items.length;
    let pagesLeft = maxPages;
    while (slice !== null) {
        const read = await readSlice(search, slice, pagesLeft);
        const known = runs.size;
        for (const run of read.items)
            runs.set(run.id, factOf(run, search.defaultBranch));
        pagesLeft -= read.pages;
        // A total that is at the reach of a search may be the reach.
        total = Math.max(total, runs.size);
        const mayFollow = runs.size > known && (runs.size < total || read.total >= reachOfSearch);
        isCutShort = mayFollow && pagesLeft <= 0;
        slice = mayFollow && !isCutShort ? await sliceBefore(search, read.items) : null;
    }
    const newest = [...runs.values()].toSorted(newestFirst);
    const isComplete = !isCutShort && isWhole(newest.length, total);
    return {
        runs: newest,
        coverage: { read: newest.length, total, isComplete },
        sinceMs: isComplete ? search.sinceMs : (newest.at(-1)?.createdAtMs ?? search.sinceMs),
    };
}
const readSlice = ({ github, repository }, { created, first }, maxPages) => readUpTo({
    // GitHub counts beyond its reach, and pages there are empty.
    first: { ...first, totalCount: Math.min(first.totalCount ?? reachOfSearch, reachOfSearch) },
    fetchPage: (page) => github.listRuns(repository, { created }, page),
    idOf: ({ id }) => id,
    maxPages: Math.min(maxPages, reachOfSearch / src_listing/* pageSize */.T0),
});
/** The search that goes on in the second in which another one ended: what it shows twice is told by its id. */
async function sliceBefore(search, runs) {
    const oldestMs = runs.reduce((oldest, { createdAtMs }) => Math.min(oldest, createdAtMs), Infinity);
    const created = `${secondText(search.sinceMs)}..${secondText(oldestMs)}`;
    return { created, first: await search.github.listRuns(search.repository, { created }, 1) };
}
const newestFirst = (one, other) => other.createdAtMs - one.createdAtMs || other.id - one.id;
/** `2026-01-31T23:59:59Z` */
const secondText = (timeMs) => `${new Date(Math.floor(timeMs / secondMs) * secondMs).toISOString().slice(0, 19)}Z`;

;// CONCATENATED MODULE: ./src/summarise/repository/plan-requests.ts
/** How the quota is spent: listings first, as far as it reaches; jobs with what a report may cost. */
/**
 * What a report of a repository costs at most unless its listings alone cost more: 16% of what GitHub gives a job's
 * token an hour. Those of 5,000 runs and 10,000 artifacts fit in, with a little for jobs.
 */
const requestsOfReport = 160;
/** The same for tokens with a larger quota, as a share of it: on GitHub Enterprise Cloud it is 15,000 an hour. */
const reportShareOfQuota = 0.03;
/** Beyond this, more runs change little in what is found, and each costs a request. */
const maxJobRequests = 60;
/** Of a repository whose listings cost more than a report should, this share of their cost goes to jobs as well. */
const jobShareOfListings = 1 / 40;
/** Pages of branches, tags and open pull requests, as most repositories have them. */
const requestsForBranches = 4;
/**
 * How many pages of each listing to read, the first ones included, when the quota pays for `left` more requests.
 * When it does not pay for both, each gets half, and what one does not need is the other's.
 */
function sharePages(wanted, left) {
    const pages = Math.max(0, left - requestsForBranches);
    const more = { runs: wanted.runs - 1, artifacts: wanted.artifacts - 1 };
    const runs = Math.min(more.runs, Math.max(Math.floor(pages / 2), pages - more.artifacts));
    return { runs: 1 + runs, artifacts: 1 + Math.min(more.artifacts, pages - runs) };
}
/** How many requests may go to jobs of a repository, after `spent` on its listings. */
function jobRequests(spent, { limit, left, fairShare }) {
    const ofReport = Math.max(requestsOfReport, (limit ?? 0) * reportShareOfQuota);
    const wanted = Math.max(ofReport - spent, spent * jobShareOfListings);
    return Math.max(0, Math.floor(Math.min(wanted, maxJobRequests, left, fairShare)));
}

// EXTERNAL MODULE: ./src/summarise/run/measure-billing.ts
var measure_billing = __webpack_require__(11060);
// EXTERNAL MODULE: ./src/storage.ts
var src_storage = __webpack_require__(71134);
// EXTERNAL MODULE: ./src/summarise/measure-percentile.ts
var measure_percentile = __webpack_require__(31414);
;// CONCATENATED MODULE: ./src/summarise/repository/measure-periods.ts
/** Stretches of time that runs are put into: days, buckets of a trend, and the first and the last week. */


const dayMs = 24 * 60 * 60 * 1000;
/** Fewer values make a percentile of chance, which is not compared with another one. */
const minCompared = 5;
/** A week has each weekday once; of a shorter period, its halves are compared. */
const comparedMs = 7 * dayMs;
/** What lies in the first and in the last week; in the halves, of a period shorter than two weeks. */
function firstAndLast(items, period, timeOf) {
    const lengthMs = Math.min(comparedMs, (period.nowMs - period.sinceMs) / 2);
    return {
        first: items.filter((item) => timeOf(item) < period.sinceMs + lengthMs),
        last: items.filter((item) => timeOf(item) >= period.nowMs - lengthMs),
    };
}
/** p50 of the last week relative to that of the first: 0.12 is 12% more. Null where either has too few values. */
function p50Change(values, period) {
    const { first, last } = firstAndLast(values, period, ({ atMs }) => atMs);
    if (first.length < minCompared || last.length < minCompared)
        return null;
    const before = (0,measure_percentile/* percentile */.Y)(first.map(measure_periods_valueOf), 0.5);
    const after = (0,measure_percentile/* percentile */.Y)(last.map(measure_periods_valueOf), 0.5);
    return before === null || after === null || before === 0 ? null : after / before - 1;
}
/** Mean of the last week less that of the first. Null where either has too few values. */
function meanChange(values, period) {
    const { first, last } = firstAndLast(values, period, ({ atMs }) => atMs);
    if (first.length < minCompared || last.length < minCompared)
        return null;
    return mean(last) - mean(first);
}
const measure_periods_valueOf = ({ value }) => value;
const mean = (values) => values.reduce((sum, { value }) => sum + value, 0) / values.length;
/** Days that a point of a trend is of: few enough points to read, and whole weeks where they are several days. */
function bucketDaysOf(period) {
    const days = (period.nowMs - period.sinceMs) / dayMs;
    if (days <= 14)
        return 1;
    return days <= 98 ? 7 : 28;
}
/** p50 of equal stretches of time, oldest first, the last one ending now; null where there is no value. */
function trendOf(values, period) {
    const bucketMs = bucketDaysOf(period) * dayMs;
    const count = Math.max(1, Math.ceil((period.nowMs - period.sinceMs) / bucketMs));
    const buckets = Array.from({ length: count }, () => []);
    for (const { atMs, value } of values) {
        const age = Math.max(0, Math.floor((period.nowMs - atMs) / bucketMs));
        buckets[count - 1 - age]?.push(value);
    }
    return buckets.map((bucket) => rounded((0,measure_percentile/* percentile */.Y)(bucket, 0.5)));
}
/** A percentile in whole milliseconds. */
const rounded = (value) => (value === null ? null : Math.round(value));
/** The UTC days of the period, oldest first. */
function daysOf({ sinceMs, nowMs }) {
    const first = Math.floor(sinceMs / dayMs);
    const last = Math.floor(nowMs / dayMs);
    return Array.from({ length: last - first + 1 }, (_, index) => (0,format/* formatDate */.Yq)((first + index) * dayMs));
}

;// CONCATENATED MODULE: ./src/summarise/repository/measure-health.ts
/** Health by workflow, from the list of runs alone: all of them, not a sample. */





/** GitHub ends a run after 35 days: a longer time is a late change of the run, not its end. */
const longestRunMs = 35 * 24 * 60 * 60 * 1000;
/** Health of a repository and of each of its workflows. */
function measureHealth(listing, options) {
    const { runs, coverage, sinceMs } = listing;
    const period = { sinceMs: Math.max(sinceMs, options.period.sinceMs), nowMs: options.period.nowMs };
    const byWorkflow = Map.groupBy(runs, ({ workflowPath }) => workflowPath);
    return {
        coverage,
        sinceMs: period.sinceMs,
        runs: runs.length,
        completedRuns: runs.filter(isCompleted).length,
        byConclusion: countBy(runs, resultOf),
        overall: performanceOf(runs, period),
        daily: dailyOf(runs, period),
        workflows: [...byWorkflow]
            .map(([path, group]) => workflowOf(group, period, options.samples.get(path) ?? null))
            .toSorted((one, other) => other.runs - one.runs || (one.path < other.path ? -1 : 1)),
        rows: runs.slice(0, options.maxRows).map(rowOf),
    };
}
/**
 * How long the latest attempt of a run took, from its start to its last change: the API tells no end. Null while
 * it is not completed, and where that cannot be its end.
 */
function runDurationMs(run) {
    if (!isCompleted(run))
        return null;
    const durationMs = run.updatedAtMs - run.startedAtMs;
    return durationMs < 0 || durationMs > longestRunMs ? null : durationMs;
}
const isCompleted = ({ status }) => status === 'completed';
/** A conclusion, or the status of a run that has none yet. */
const resultOf = ({ conclusion, status }) => conclusion ?? status;
function countBy(items, keyOf) {
    const counts = new Map();
    for (const item of items)
        counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
    return Object.fromEntries([...counts].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
/** A run that says how long the workflow takes: a failure ends early, and a re-run repeats only a part. */
const isTypical = ({ conclusion, attempt }) => conclusion === 'success' && attempt === 1;
function performanceOf(runs, period) {
    const decided = runs.filter(({ isOnDefaultBranch, conclusion }) => isOnDefaultBranch && (conclusion === 'success' || isFailed(conclusion)));
    const succeeded = decided.filter(({ conclusion }) => conclusion === 'success');
    const durations = timedOf(runs);
    const values = durations.map(({ value }) => value);
    return {
        successRate: shareOf(succeeded.length, decided.length),
        decidedRuns: decided.length,
        firstTryRate: shareOf(succeeded.filter(({ attempt }) => attempt === 1).length, decided.length),
        p50Ms: rounded((0,measure_percentile/* percentile */.Y)(values, 0.5)),
        p95Ms: rounded((0,measure_percentile/* percentile */.Y)(values, 0.95)),
        timedRuns: values.length,
        p50Change: p50Change(durations, period),
        successRateChange: meanChange(decided.map((run) => ({ atMs: run.createdAtMs, value: Number(run.conclusion === 'success') })), period),
        rerunRuns: runs.filter(({ attempt }) => attempt > 1).length,
    };
}
const shareOf = (part, whole) => (whole === 0 ? null : part / whole);
const timedOf = (runs) => runs.filter(isTypical).flatMap((run) => {
    const durationMs = runDurationMs(run);
    return durationMs === null ? [] : [{ atMs: run.createdAtMs, value: durationMs }];
});
function workflowOf(runs, period, sample) {
    const [newest] = runs;
    return {
        name: newest?.workflowName ?? '',
        file: (0,src_storage/* workflowLabel */.Sz)(newest),
        path: newest?.workflowPath ?? '',
        runs: runs.length,
        ...performanceOf(runs, period),
        trend: { bucketDays: bucketDaysOf(period), p50Ms: trendOf(timedOf(runs), period) },
        sample,
    };
}
function dailyOf(runs, period) {
    const byDay = Map.groupBy(runs, ({ createdAtMs }) => (0,format/* formatDate */.Yq)(createdAtMs));
    return daysOf(period).map((date) => {
        const ofDay = byDay.get(date) ?? [];
        const succeeded = ofDay.filter(({ conclusion }) => conclusion === 'success').length;
        const failed = ofDay.filter(({ conclusion }) => isFailed(conclusion)).length;
        const values = timedOf(ofDay).map(({ value }) => value);
        return {
            date,
            succeeded,
            failed,
            other: ofDay.length - succeeded - failed,
            p50Ms: rounded((0,measure_percentile/* percentile */.Y)(values, 0.5)),
            p95Ms: rounded((0,measure_percentile/* percentile */.Y)(values, 0.95)),
        };
    });
}
const rowOf = (run) => ({
    id: run.id,
    number: run.number,
    attempt: run.attempt,
    workflow: (0,src_storage/* workflowLabel */.Sz)(run),
    branch: run.branch,
    event: run.event,
    result: resultOf(run),
    createdAtMs: run.createdAtMs,
    durationMs: runDurationMs(run),
});

;// CONCATENATED MODULE: ./src/summarise/repository/measure-minutes.ts
/** Minutes and money of all runs, from what those of the sample cost. */


/** With fewer runs that were chosen evenly, what other runs took says more of the cost than chance does. */
const minTypicalRuns = 3;
/** Whether a run was of the kind that the even sample is drawn from: it is over, and runners worked on it. */
const usesMinutes = ({ status, conclusion }) => status === 'completed' &&
    conclusion !== 'skipped' &&
    conclusion !== 'action_required' &&
    conclusion !== 'startup_failure' &&
    conclusion !== 'stale';
/**
 * Minutes of each workflow by path. The sample says what a minute of a run costs, and the listing how long all runs
 * took; that varies far less from run to run than what a run costs. Attempts that were replaced come on top.
 */
function billWorkflows(runs, allRuns, rates) {
    const listed = Map.groupBy(allRuns.filter(usesMinutes), ({ workflowPath }) => workflowPath);
    const sampled = Map.groupBy(runs, ({ sampled: { run } }) => run.workflowPath);
    const bills = new Map();
    for (const [path, group] of sampled) {
        const bill = billWorkflow(listed.get(path) ?? [], typicalOf(group), rates);
        if (bill !== null)
            bills.set(path, bill);
    }
    return bills;
}
/** Runs that were chosen evenly; where too few were, any that were read. */
function typicalOf(runs) {
    const even = runs.filter(({ sampled: { reason } }) => reason === 'even');
    return even.length < minTypicalRuns ? runs : even;
}
function billWorkflow(listed, sample, rates) {
    const sampledMs = sum(sample.map(({ sampled: { run } }) => runDurationMs(run) ?? 0));
    if (sampledMs === 0)
        return null;
    const latest = sample.map(({ sampled: { run }, merged }) => (0,measure_billing/* billingOf */.F)(merged.filter(({ job }) => job.attempt === run.attempt).map(({ job }) => ({ job, earlier: [] })), rates));
    const replaced = sample
        .filter(({ sampled: { run } }) => run.attempt > 1)
        .map(({ merged, sampled: { run } }) => (0,measure_billing/* billingOf */.F)(merged
        .flatMap(({ job, earlier }) => [...earlier, ...(job.attempt < run.attempt ? [job] : [])])
        .map((job) => ({ job, earlier: [] })), rates));
    const factors = {
        latest: sum(listed.map((run) => runDurationMs(run) ?? 0)) / sampledMs,
        replaced: replaced.length === 0 ? 0 : listed.filter(({ attempt }) => attempt > 1).length / replaced.length,
    };
    const total = (of) => sum(latest.map(of)) * factors.latest + sum(replaced.map(of)) * factors.replaced;
    const isPriced = [...latest, ...replaced].some(({ cost }) => cost !== null);
    return {
        minutes: Math.round(total(({ minutes }) => minutes)),
        cost: isPriced ? roundCents(total(({ cost }) => cost ?? 0)) : null,
        unpricedMinutes: Math.round(total(({ unpricedMinutes }) => unpricedMinutes)),
    };
}
/** All workflows together; what was not read of a workflow is not in it. */
function addBills(bills) {
    const minutes = bills.flatMap((bill) => (bill.minutes === null ? [] : [bill.minutes]));
    const costs = bills.flatMap(({ cost }) => (cost === null ? [] : [cost]));
    return {
        minutes: minutes.length === 0 ? null : sum(minutes),
        cost: costs.length === 0 ? null : roundCents(sum(costs)),
        unpricedMinutes: sum(bills.map(({ unpricedMinutes }) => unpricedMinutes)),
    };
}
const sum = (values) => values.reduce((total, value) => total + value, 0);
const roundCents = (amount) => Math.round(amount * 100) / 100;

;// CONCATENATED MODULE: ./src/summarise/repository/plan-sample.ts
/**
 * Which runs' jobs to read: GitHub lists jobs run by run, so that reading all of them would cost a request for each
 * run. Runs that can show flaky jobs and failing steps come first, the rest is spread evenly.
 */


/** Share of the sample that failed and re-run runs may take; what they do not need goes to the even part. */
const suspectShare = 0.6;
/** At most so many runs, in the order in which to read them: when reading has to stop, each kind has had its share. */
function planSample(runs, maxRuns) {
    const suspects = suspectRuns(runs);
    const usable = runs.filter(usesMinutes);
    const evenCount = Math.max(maxRuns - suspects.length, Math.ceil(maxRuns * (1 - suspectShare)));
    const even = evenRuns(usable, Math.min(evenCount, maxRuns));
    const taken = new Set(even.map(({ id }) => id));
    const chosen = suspects.filter(({ run }) => !taken.has(run.id)).slice(0, Math.max(0, maxRuns - even.length));
    for (const { run } of chosen)
        taken.add(run.id);
    // A suspect may have been among the even ones, which leaves room for another.
    const more = evenRuns(usable.filter(({ id }) => !taken.has(id)), maxRuns - taken.size);
    return interleave(chosen, [...even, ...more].map((run) => ({ run, reason: 'even' })));
}
/**
 * Runs that can show most, in turn of two kinds. For flaky jobs: those that passed in a later attempt, then those of a
 * commit that had both results, then other re-runs. For failing steps: failures, in turn from each workflow. The
 * newest first.
 */
function suspectRuns(runs) {
    const reruns = runs.filter(({ attempt }) => attempt > 1);
    const flaky = [
        ...reruns.filter(({ conclusion }) => conclusion === 'success'),
        ...mixedRuns(runs),
        ...reruns,
    ];
    const failures = runs.filter(({ conclusion }) => isFailed(conclusion));
    const failed = inTurn([...Map.groupBy(failures, workflowKey).values()]);
    const planned = new Set();
    const plan = (kind, reason) => kind.flatMap((run) => {
        if (run.status !== 'completed' || planned.has(run.id))
            return [];
        planned.add(run.id);
        return [{ run, reason }];
    });
    return inTurn([plan(flaky, 'rerun'), plan(failed, 'failed')]);
}
const workflowKey = ({ workflowPath }) => workflowPath;
/** Runs of a workflow on one commit that ended differently: one that failed and one that passed of each. */
function mixedRuns(runs) {
    const byCommit = Map.groupBy(runs, ({ workflowPath, event, headSha }) => `${workflowPath} ${event} ${headSha}`);
    return [...byCommit.values()].flatMap((group) => {
        const failed = group.find(({ conclusion }) => isFailed(conclusion));
        const passed = group.find(({ conclusion }) => conclusion === 'success');
        return failed === undefined || passed === undefined ? [] : [failed, passed];
    });
}
/**
 * So many runs, spread over the workflows by how often they run (each gets one while there are enough), and over
 * time within each.
 */
function evenRuns(runs, count) {
    const groups = [...Map.groupBy(runs, workflowKey).values()].toSorted((one, other) => other.length - one.length);
    const shares = divide(groups.map(({ length }) => length), count);
    return inTurn(groups.map((group, index) => spread(group, shares[index] ?? 0)));
}
/**
 * Divides a number over groups of these sizes (largest first): one for each group first, then whichever group has
 * most runs for each that it got. No group gets more than it has.
 */
function divide(sizes, count) {
    const shares = sizes.map((size, index) => (index < count && size > 0 ? 1 : 0));
    let left = Math.min(count, plan_sample_sum(sizes)) - plan_sample_sum(shares);
    while (left > 0) {
        const index = neediest(sizes, shares);
        shares[index] = (shares[index] ?? 0) + 1;
        left -= 1;
    }
    return shares;
}
function neediest(sizes, shares) {
    let best = 0;
    let bestRatio = -1;
    for (const [index, size] of sizes.entries()) {
        const share = shares[index] ?? 0;
        const ratio = share >= size ? -1 : size / Math.max(share, 1);
        if (ratio > bestRatio) {
            best = index;
            bestRatio = ratio;
        }
    }
    return best;
}
const plan_sample_sum = (values) => values.reduce((total, value) => total + value, 0);
/** So many items at equal distances, none from the very ends. */
function spread(items, count) {
    const distance = items.length / count;
    return Array.from({ length: count }, (_, index) => items[Math.floor((index + 0.5) * distance)]).filter((item) => item !== undefined);
}
/** The first of each list, then the second of each… */
function inTurn(lists) {
    const longest = lists.reduce((most, { length }) => Math.max(most, length), 0);
    return Array.from({ length: longest }, (_, index) => lists.map((list) => list[index]).filter((item) => item !== undefined)).flat();
}
/** Two lists as one, their items in turn and in proportion to their lengths. */
function interleave(one, other) {
    const placed = [one, other].flatMap((list) => list.map((item, index) => ({ item, place: (index + 0.5) / list.length })));
    return placed.toSorted((a, b) => a.place - b.place).map(({ item }) => item);
}

;// CONCATENATED MODULE: ./src/summarise/repository/gather.ts
/** Everything read about one repository: its runs, artifacts and branches, and the jobs of some of its runs. */









/** Runs whose jobs are read side by side. */
const jobsAtOnce = 4;
/**
 * Reads a repository within the quota. A list that the token may not read costs its section and a notice. Throws
 * ApiError when neither runs nor artifacts can be read.
 */
async function gatherRepository(world, request) {
    const { github, log } = world;
    const { repository, apiReserve } = request;
    const before = github.requestCount();
    const left = () => (0,limits/* callsLeft */.Zn)(github.rateLimit(), apiReserve);
    const { runs, artifacts } = await gatherListings(github, request, left);
    if (runs.kind === 'lost' && artifacts.kind === 'lost')
        throw runs.error;
    const runFacts = gather_valueOf(runs)?.runs ?? [];
    const branches = await gatherBranches({
        github,
        repository,
        artifacts: gather_valueOf(artifacts)?.artifacts ?? [],
        runs: runFacts,
    });
    // The repository itself was asked for, by name or in a list.
    const spent = github.requestCount() - before + 1;
    const requests = jobRequests(spent, {
        limit: github.rateLimit()?.limit ?? null,
        left: left(),
        fairShare: left() / request.repositoriesLeft,
    });
    log.debug(`${slugOf(repository)}: ${spent} requests for its listings, up to ${requests} for jobs.`);
    const jobs = await part(() => gatherJobs(github, repository, { planned: planSample(runFacts, requests), requests }));
    return {
        repository,
        runs: gather_valueOf(runs),
        artifacts: gather_valueOf(artifacts),
        branches: branches.knowledge,
        sampled: gather_valueOf(jobs),
        notices: [
            ...noticeOf('Health of the workflows is missing', runs),
            ...noticeOf('Storage is missing', artifacts),
            ...partlyRead(gather_valueOf(runs)?.coverage, 'runs', 'Health is of the newest of them'),
            ...partlyRead(gather_valueOf(artifacts)?.coverage, 'artifacts', 'Storage is of the newest of them'),
            ...branches.notices,
            ...noticeOf('Queue times, flaky jobs and failing steps are missing', jobs),
        ],
        apiCalls: github.requestCount() - before,
    };
}
async function part(read) {
    try {
        return { kind: 'read', value: await read() };
    }
    catch (error) {
        if (error instanceof src_errors/* ApiError */.hD)
            return { kind: 'lost', error };
        throw error;
    }
}
const gather_valueOf = (read) => (read.kind === 'read' ? read.value : null);
const noticeOf = (loss, read) => read.kind === 'lost' ? [`${loss}: ${sentenceOf(read.error)}`] : [];
function partlyRead(coverage, what, consequence) {
    if (coverage === undefined || coverage.isComplete)
        return [];
    return [
        `${coverage.read} of ${coverage.total} ${what} were read, which is what the API quota above api-reserve paid for. ${consequence}.`,
    ];
}
/** Both listings side by side. Their first pages say what the rest costs, and then the quota is divided. */
async function gatherListings(github, { repository, sinceMs }, left) {
    const search = { github, repository, defaultBranch: repository.defaultBranch, sinceMs };
    const fetchArtifacts = (page) => github.listArtifacts(repository, {}, page);
    const [firstOfRuns, firstOfArtifacts] = await Promise.all([
        part(() => firstRuns(search)),
        part(() => fetchArtifacts(1)),
    ]);
    const pages = sharePages({ runs: runPages(totalOf(firstOfRuns)), artifacts: Math.ceil(totalOf(firstOfArtifacts) / src_listing/* pageSize */.T0) || 1 }, left());
    const [runs, artifacts] = await Promise.all([
        firstOfRuns.kind === 'lost' ? firstOfRuns : part(() => readRuns(search, firstOfRuns.value, pages.runs)),
        firstOfArtifacts.kind === 'lost'
            ? firstOfArtifacts
            : part(() => readArtifacts(firstOfArtifacts.value, fetchArtifacts, pages.artifacts)),
    ]);
    return { runs, artifacts };
}
const totalOf = (first) => first.kind === 'lost' ? 0 : (first.value.totalCount ?? first.value.items.length);
async function readArtifacts(first, fetchPage, maxPages) {
    const { items, total, isComplete } = await readUpTo({ first, fetchPage, idOf: ({ id }) => id, maxPages });
    return { artifacts: items, coverage: { read: items.length, total, isComplete } };
}
/** Jobs of the planned runs in their order, each run whole, until the requests are used up. Null when there are none. */
async function gatherJobs(github, repository, { planned, requests }) {
    const budget = { requestsLeft: requests, refusal: null };
    const read = await (0,src_listing/* inParallel */.HN)(planned, jobsAtOnce, async ({ run, reason }) => {
        if (budget.requestsLeft < 1 || budget.refusal !== null)
            return null;
        const listing = { repository, runId: run.id };
        try {
            const jobs = await readJobs((page) => github.listJobs(listing, 'all', page), budget);
            return jobs === null ? null : { run, reason, jobs };
        }
        catch (error) {
            if (!(error instanceof src_errors/* ApiError */.hD))
                throw error;
            // A run may have been deleted since it was listed.
            if (!(0,src_errors/* isMissing */.b2)(error))
                budget.refusal = error;
            return null;
        }
    });
    const sampled = read.filter((each) => each !== null);
    if (sampled.length === 0 && budget.refusal !== null)
        throw budget.refusal;
    return sampled.length === 0 ? null : sampled;
}
/** All jobs of a run. Null when it has more than the budget pays for: read in part, its minutes come out wrong. */
async function readJobs(fetchPage, budget) {
    budget.requestsLeft -= 1;
    const first = await fetchPage(1);
    const pages = Math.max(1, Math.ceil((first.totalCount ?? first.items.length) / src_listing/* pageSize */.T0));
    if (pages - 1 > budget.requestsLeft)
        return null;
    budget.requestsLeft -= pages - 1;
    return (await readUpTo({ first, fetchPage, idOf: ({ id }) => id, maxPages: pages })).items;
}

;// CONCATENATED MODULE: ./src/summarise/repository/measure-artifacts.ts



/** What a page can show of one kind of group; whoever needs more reads the artifacts. */
const maxGroups = 500;
const maxExpiring = 50;
const expiringMs = 7 * dayMs;
function measureArtifacts(listing, options) {
    const { artifacts, coverage } = listing;
    const { nowMs } = options.period;
    const runs = new Map(options.runs.map((run) => [run.id, run]));
    const workflowOf = workflowFinder(artifacts, runs);
    const stateOf = ({ run }) => (0,src_storage/* branchStateOf */.Xw)(run, options.branches);
    const storage = (0,src_storage/* measureStorage */.KS)({
        artifacts,
        nowMs,
        workflowOf,
        branchStateOf: stateOf,
    });
    const largest = artifacts.filter(({ isExpired }) => !isExpired).toSorted(largestFirst);
    const rowOf = (artifact) => ({
        id: artifact.id,
        name: artifact.name,
        sizeBytes: artifact.sizeBytes,
        createdAtMs: artifact.createdAtMs,
        expiresAtMs: artifact.expiresAtMs,
        runId: artifact.run?.id ?? null,
        branch: artifact.run?.headBranch ?? null,
        branchState: stateOf(artifact),
        workflow: workflowOf(artifact),
    });
    return {
        ...storage,
        coverage,
        groups: {
            names: storage.byName.length,
            branches: storage.byBranch.length,
            workflows: storage.byWorkflow.length,
            duplicates: storage.duplicates.length,
        },
        byName: storage.byName.slice(0, maxGroups),
        byBranch: storage.byBranch.slice(0, maxGroups),
        byWorkflow: storage.byWorkflow.slice(0, maxGroups),
        duplicates: storage.duplicates.slice(0, maxGroups),
        inferredWorkflowBytes: largest
            .filter((artifact) => !isOfListedRun(artifact, runs) && workflowOf(artifact) !== '')
            .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
        expiringSoon: largest
            .filter(({ expiresAtMs }) => expiresAtMs !== null && expiresAtMs <= nowMs + expiringMs)
            .slice(0, maxExpiring)
            .map(rowOf),
        addedDaily: addedDaily(artifacts, options.period),
        rows: largest.slice(0, options.maxRows).map(rowOf),
    };
}
const largestFirst = (one, other) => other.sizeBytes - one.sizeBytes || other.id - one.id;
const isOfListedRun = ({ run }, runs) => run !== null && runs.has(run.id);
/**
 * The workflow of an artifact: its run's, or for a run that is older than the period the only workflow that uploads
 * such a name within it. Empty where neither says.
 */
function workflowFinder(artifacts, runs) {
    const families = new Map();
    const ofName = new Map();
    const familyOf = (name) => {
        const family = families.get(name) ?? (0,src_storage/* nameFamily */.kk)(name);
        families.set(name, family);
        return family;
    };
    for (const { name, run } of artifacts) {
        const known = run === null ? undefined : runs.get(run.id);
        if (known === undefined)
            continue;
        const family = familyOf(name);
        ofName.set(family, (ofName.get(family) ?? new Set()).add((0,src_storage/* workflowLabel */.Sz)(known)));
    }
    return ({ name, run }) => {
        const known = run === null ? undefined : runs.get(run.id);
        if (known !== undefined)
            return (0,src_storage/* workflowLabel */.Sz)(known);
        const [only = '', another] = ofName.get(familyOf(name)) ?? [];
        return another === undefined ? only : '';
    };
}
function addedDaily(artifacts, period) {
    const bytes = new Map(daysOf(period).map((date) => [date, 0]));
    for (const { createdAtMs, sizeBytes } of artifacts) {
        const date = (0,format/* formatDate */.Yq)(createdAtMs);
        const known = bytes.get(date);
        if (known !== undefined)
            bytes.set(date, known + sizeBytes);
    }
    return [...bytes].map(([date, ofDay]) => ({ date, bytes: ofDay }));
}

// EXTERNAL MODULE: ./src/summarise/run/measure-attempts.ts
var measure_attempts = __webpack_require__(50693);
// EXTERNAL MODULE: ./src/summarise/run/measure-times.ts
var measure_times = __webpack_require__(8849);
;// CONCATENATED MODULE: ./src/summarise/repository/measure-jobs.ts








/** The median of fewer executions is chance. */
const minGrowthJobs = 3;
/** A smaller growth is within what shared runners do from day to day: a tenth, and ten seconds. */
const minGrowth = { share: 0.1, ms: 10_000 };
const maxStepJobs = 3;
/** Measures the sample. */
function measureJobs(sampled, options) {
    const runs = sampled.map((each) => ({ sampled: each, merged: (0,measure_attempts/* mergeAttempts */.RM)(each.jobs) }));
    const executions = runs.flatMap(executionsOf);
    const flaky = flakyJobs(executions);
    const bills = billWorkflows(runs, options.runs, options.rates);
    const byWorkflow = Map.groupBy(executions, ({ workflowPath }) => workflowPath);
    const samples = new Map([...Map.groupBy(runs, ({ sampled: { run } }) => run.workflowPath)].map(([path, group]) => [
        path,
        {
            runs: group.length,
            queueP95Ms: p95(queuesOf(byWorkflow.get(path) ?? [])),
            minutes: bills.get(path)?.minutes ?? null,
            cost: bills.get(path)?.cost ?? null,
            flakyJobs: flaky.filter(({ path: ofFlaky }) => ofFlaky === path).length,
        },
    ]));
    return {
        samples,
        findings: {
            sample: sampleSize(sampled, options.runs.length),
            ...addBills([...bills.values()]),
            queues: queueTimes(executions),
            flaky: flaky.map(({ job }) => job),
            failingSteps: failingSteps(executions),
            growing: growingJobs(executions, options.period),
        },
    };
}
const sampleSize = (sampled, ofRuns) => {
    const count = (reason) => sampled.filter((each) => each.reason === reason).length;
    return {
        runs: sampled.length,
        ofRuns,
        jobs: sampled.reduce((sum, { jobs }) => sum + jobs.length, 0),
        rerun: count('rerun'),
        failed: count('failed'),
        even: count('even'),
    };
};
const executionsOf = ({ sampled: { run }, merged }) => merged
    .flatMap(({ job, earlier }) => [job, ...earlier])
    .map((job) => {
    const { queuedMs, ranMs, startMs, isClamped } = (0,measure_times/* timesOf */.Qv)(job);
    return {
        workflowPath: run.workflowPath,
        workflow: (0,src_storage/* workflowLabel */.Sz)(run),
        event: run.event,
        job,
        // A time that was clamped is that of a job carried over from an earlier attempt: it did not queue.
        queuedMs: isClamped ? null : queuedMs,
        ranMs: isClamped ? null : ranMs,
        atMs: startMs ?? run.startedAtMs,
    };
});
const queuesOf = (executions) => executions.flatMap(({ queuedMs }) => (queuedMs === null ? [] : [queuedMs]));
const roundedPercentile = (values, p) => {
    const value = (0,measure_percentile/* percentile */.Y)(values, p);
    return value === null ? null : Math.round(value);
};
const p50 = (values) => roundedPercentile(values, 0.5);
const p95 = (values) => roundedPercentile(values, 0.95);
function queueTimes(executions) {
    const byLabels = Map.groupBy(executions.filter(({ queuedMs }) => queuedMs !== null), ({ job }) => JSON.stringify(job.labels));
    return [...byLabels.values()]
        .map((group) => ({
        labels: group[0]?.job.labels ?? [],
        jobs: group.length,
        p50Ms: p50(queuesOf(group)) ?? 0,
        p95Ms: p95(queuesOf(group)) ?? 0,
    }))
        .toSorted((one, other) => other.p95Ms - one.p95Ms || other.jobs - one.jobs);
}
/**
 * Jobs with both results on one commit. The event belongs to the commit: a pull request's run tests another tree
 * (the merge) than the push of the same SHA.
 */
function flakyJobs(executions) {
    const decided = executions.filter(({ job }) => job.conclusion === 'success' || isFailed(job.conclusion));
    const byJob = Map.groupBy(decided, ({ workflowPath, job }) => JSON.stringify([workflowPath, job.name]));
    return [...byJob.values()]
        .flatMap((ofJob) => {
        const commits = [...Map.groupBy(ofJob, ({ event, job }) => `${event} ${job.headSha}`).values()];
        const flaky = commits.filter(hasBothResults);
        const failures = flaky.flat().filter(({ job }) => isFailed(job.conclusion));
        const newest = newestOf(failures);
        if (newest === null)
            return [];
        return [
            {
                path: newest.workflowPath,
                job: {
                    workflow: newest.workflow,
                    job: newest.job.name,
                    flakyCommits: flaky.length,
                    commits: commits.length,
                    lastAtMs: newest.atMs,
                    url: newest.job.url,
                    wastedMinutes: minutesOf(failures),
                },
            },
        ];
    })
        .toSorted(({ job: one }, { job: other }) => other.flakyCommits - one.flakyCommits ||
        other.wastedMinutes - one.wastedMinutes ||
        (one.job < other.job ? -1 : 1));
}
const hasBothResults = (executions) => executions.some(({ job }) => job.conclusion === 'success') &&
    executions.some(({ job }) => isFailed(job.conclusion));
const newestOf = (executions) => executions.reduce((newest, each) => (newest === null || each.atMs > newest.atMs ? each : newest), null);
const minutesOf = (executions) => (0,measure_billing/* billingOf */.F)(executions.map(({ job }) => ({ job, earlier: [] })), new Map()).minutes;
/** The first step that failed in each failed execution; empty where none did, as when the runner was lost. */
function failingSteps(executions) {
    const failed = executions
        .filter(({ job }) => isFailed(job.conclusion))
        .map((execution) => ({
        ...execution,
        step: execution.job.steps.find(({ conclusion }) => isFailed(conclusion))?.name ?? '',
    }));
    const byStep = Map.groupBy(failed, ({ workflowPath, step }) => JSON.stringify([workflowPath, step]));
    return [...byStep.values()]
        .map((group) => {
        const jobs = [...new Set(group.map(({ job }) => job.name))];
        const newest = newestOf(group);
        return {
            workflow: group[0]?.workflow ?? '',
            step: group[0]?.step ?? '',
            failures: group.length,
            jobs: jobs.slice(0, maxStepJobs),
            jobCount: jobs.length,
            lastAtMs: newest?.atMs ?? 0,
            url: newest?.job.url ?? '',
        };
    })
        .toSorted((one, other) => other.failures - one.failures || other.lastAtMs - one.lastAtMs);
}
/** Jobs whose successful executions took notably longer in the last week than in the first one. */
function growingJobs(executions, period) {
    const succeeded = executions.filter(({ job, ranMs }) => job.conclusion === 'success' && ranMs !== null);
    const byJob = Map.groupBy(succeeded, ({ workflowPath, job }) => JSON.stringify([workflowPath, job.name]));
    return [...byJob.values()]
        .flatMap((group) => {
        const { first, last } = firstAndLast(group, period, ({ atMs }) => atMs);
        const firstP50Ms = p50(ranTimes(first));
        const lastP50Ms = p50(ranTimes(last));
        const [newest] = last;
        if (newest === undefined || firstP50Ms === null || lastP50Ms === null)
            return [];
        if (first.length < minGrowthJobs || last.length < minGrowthJobs)
            return [];
        return [
            {
                workflow: newest.workflow,
                job: newest.job.name,
                firstP50Ms,
                lastP50Ms,
                growthMs: lastP50Ms - firstP50Ms,
                firstJobs: first.length,
                lastJobs: last.length,
            },
        ];
    })
        .filter(({ growthMs, firstP50Ms }) => growthMs >= Math.max(minGrowth.ms, firstP50Ms * minGrowth.share))
        .toSorted((one, other) => other.growthMs - one.growthMs || (one.job < other.job ? -1 : 1));
}
const ranTimes = (executions) => executions.flatMap(({ ranMs }) => (ranMs === null ? [] : [ranMs]));

;// CONCATENATED MODULE: ./src/summarise/repository/measure.ts
/** From what was read to the report: of one repository, and of all of them. */




function measureRepository(facts, options) {
    const { repository, notices, apiCalls } = facts;
    const { period, rates, maxRows } = options;
    const runs = facts.runs?.runs ?? [];
    const jobs = facts.sampled === null
        ? null
        : measureJobs(facts.sampled, {
            period: { ...period, sinceMs: facts.runs?.sinceMs ?? period.sinceMs },
            runs,
            rates,
        });
    return {
        repository: slugOf(repository),
        url: repository.url,
        defaultBranch: repository.defaultBranch,
        isArchived: repository.isArchived,
        health: facts.runs === null
            ? null
            : measureHealth(facts.runs, { period, samples: jobs?.samples ?? new Map(), maxRows }),
        jobs: jobs?.findings ?? null,
        storage: facts.artifacts === null
            ? null
            : measureArtifacts(facts.artifacts, { period, runs, branches: facts.branches, maxRows }),
        notices,
        apiCalls,
    };
}
/** The report over all repositories. */
function measureReport(parts) {
    const { period, days, unread, notices, apiCalls } = parts;
    return {
        schema: 'actions-steward/repository-report/v1',
        generatedAt: new Date(period.nowMs).toISOString(),
        days,
        sinceMs: period.sinceMs,
        repositories: parts.repositories.toSorted(mostStoredFirst),
        unread,
        totals: totalsOf(parts.repositories),
        notices,
        apiCalls,
    };
}
const mostStoredFirst = (one, other) => (other.storage?.bytes ?? 0) - (one.storage?.bytes ?? 0) ||
    (other.health?.runs ?? 0) - (one.health?.runs ?? 0) ||
    (one.repository < other.repository ? -1 : 1);
function totalsOf(repositories) {
    const storages = repositories.flatMap(({ storage }) => (storage === null ? [] : [storage]));
    const healths = repositories.flatMap(({ health }) => (health === null ? [] : [health]));
    const findings = repositories.flatMap(({ jobs }) => (jobs === null ? [] : [jobs]));
    return {
        runs: measure_sum(healths.map(({ runs }) => runs)),
        successRate: successRateOf(healths),
        artifacts: measure_sum(storages.map(({ count }) => count)),
        storedBytes: measure_sum(storages.map(({ bytes }) => bytes)),
        bytesPerDay: measure_sum(storages.map(({ growth }) => growth.bytesPerDay)),
        minutes: sumOrNull(findings.map(({ minutes }) => minutes)),
        cost: sumOrNull(findings.map(({ cost }) => cost)),
    };
}
function successRateOf(healths) {
    const decided = measure_sum(healths.map(({ overall }) => overall.decidedRuns));
    const succeeded = measure_sum(healths.map(({ overall }) => (overall.successRate ?? 0) * overall.decidedRuns));
    return decided === 0 ? null : succeeded / decided;
}
const measure_sum = (values) => values.reduce((total, value) => total + value, 0);
function sumOrNull(values) {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : Math.round(measure_sum(known) * 100) / 100;
}

// EXTERNAL MODULE: ./src/text/blocks.ts
var text_blocks = __webpack_require__(65181);
// EXTERNAL MODULE: ./src/summarise/run/render-names.ts
var render_names = __webpack_require__(6613);
// EXTERNAL MODULE: ./src/render-storage.ts
var render_storage = __webpack_require__(78259);
// EXTERNAL MODULE: ./src/text/markdown.ts
var text_markdown = __webpack_require__(86590);
;// CONCATENATED MODULE: ./src/summarise/repository/render-health.ts
/** The part of the page about runs and jobs: health by workflow, flaky jobs, failing steps, growth, queues. */



const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/** A flat series shall look flat: the bars span at least a quarter up and down from the middle of the values. */
const leastSwing = 0.25;
/** Values as a row of bars, `·` for none; what counts is how far they are apart in proportion. */
function sparkline(values) {
    const known = values.filter((value) => value !== null);
    const highest = known.reduce((most, value) => Math.max(most, value), -Infinity);
    const lowest = known.reduce((least, value) => Math.min(least, value), Infinity);
    const middle = (highest + lowest) / 2;
    const swing = Math.max((highest - lowest) / 2, middle * leastSwing);
    return values
        .map((value) => (value === null ? '·' : barAt(swing === 0 ? 0 : (value - middle) / swing)))
        .join('');
}
/** The bar of a place between -1 and 1. */
const barAt = (place) => bars[Math.round(((place + 1) / 2) * (bars.length - 1))] ?? bars[0];
/** `▲ 12%`, `▼ 3%`; empty for what is not known or too small to speak of. */
const formatTrend = (change) => change === null || Math.abs(change) < 0.01
    ? ''
    : `${change > 0 ? '▲' : '▼'} ${(0,format/* formatPercent */.l9)(Math.abs(change))}`;
/** `▼ 1.8 points`, of two success rates. */
function formatPoints(change) {
    const points = Math.round(Math.abs(change ?? 0) * 1000) / 10;
    return change === null || points === 0 ? '' : `${change > 0 ? '▲' : '▼'} ${points} points`;
}
/** In the currency of the rates, which is not known here. */
const formatMoney = (amount) => amount.toFixed(2).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
const share = (value) => (value === null ? '' : (0,format/* formatPercent */.l9)(value));
const duration = (value) => (value === null ? '' : (0,format/* formatDuration */.a3)(value));
/** One row a workflow; beyond `maxRows`, how many more there are. */
function healthTable({ health, url }, maxRows) {
    if (health === null || health.workflows.length === 0)
        return '';
    const { workflows } = health;
    const hasCost = workflows.some(({ sample }) => (sample?.cost ?? null) !== null);
    const shown = workflows.slice(0, maxRows);
    const rest = workflows.slice(maxRows);
    const header = [
        'Workflow',
        (0,text_markdown/* right */.pG)('Runs'),
        (0,text_markdown/* right */.pG)('Green'),
        (0,text_markdown/* right */.pG)('p50'),
        (0,text_markdown/* right */.pG)('p95'),
        'Trend',
        (0,text_markdown/* right */.pG)('Queue p95'),
        (0,text_markdown/* right */.pG)('Minutes'),
        ...(hasCost ? [(0,text_markdown/* right */.pG)('Cost')] : []),
        (0,text_markdown/* right */.pG)('Flaky jobs'),
    ];
    return (0,text_markdown/* joinBlocks */.x9)([
        (0,text_markdown/* table */.tp)(header, shown.map((workflow) => healthRow(workflow, url, hasCost))),
        rest.length === 0
            ? ''
            : `<sub>And ${(0,format/* countOf */.pq)(rest.length, 'workflow')} more with ${(0,format/* countOf */.pq)(rest.reduce((sum, { runs }) => sum + runs, 0), 'run')}.</sub>`,
    ]);
}
function healthRow(workflow, url, hasCost) {
    const { name, file, path, runs, successRate, p50Ms, p95Ms, trend, p50Change, sample } = workflow;
    const shownName = name === '' || name === path ? file : name;
    const page = path.startsWith('.github/workflows/')
        ? `${url}/actions/workflows/${encodeURIComponent(file)}`
        : '';
    return [
        (0,text_markdown/* codeLink */.U1)(shownName, page),
        (0,format/* formatCount */.B4)(runs),
        share(successRate),
        duration(p50Ms),
        duration(p95Ms),
        p50Ms === null ? '' : `${sparkline(trend.p50Ms)} ${formatTrend(p50Change)}`,
        duration(sample?.queueP95Ms ?? null),
        sample === null || sample.minutes === null ? '' : (0,format/* formatCount */.B4)(sample.minutes),
        ...(hasCost ? [sample === null || sample.cost === null ? '' : formatMoney(sample.cost)] : []),
        sample === null ? '' : (0,format/* formatCount */.B4)(sample.flakyJobs),
    ];
}
/** How the columns of the table come about. */
function healthNote({ health, jobs, defaultBranch }) {
    if (health === null || health.workflows.length === 0)
        return '';
    const buckets = health.workflows[0]?.trend.bucketDays ?? 1;
    const point = buckets === 1 ? 'a day' : buckets === 7 ? 'a week' : `${buckets} days`;
    const unread = health.workflows.filter(({ sample }) => sample === null).length;
    const sample = jobs === null
        ? ''
        : ` Queue, minutes${jobs.cost === null ? '' : ', cost'} and flaky jobs are reckoned from the jobs of ${sampleText(jobs.sample)}${unread === 0 ? '' : `; of ${(0,format/* countOf */.pq)(unread, 'workflow')} none were read`}.`;
    return `<sub>Green: successful of the successful and failed runs on ${(0,text_markdown/* codeSpan */.SS)(defaultBranch)}. p50, p95 and trend (p50, ${point} a bar; the arrow compares the last with the first week): successful first attempts on all branches.${sample}</sub>`;
}
/** `60 of 1,204 runs (22 re-run, 18 failed, 20 spread evenly)`. */
const sampleText = ({ runs, ofRuns, rerun, failed, even }) => `${(0,format/* formatCount */.B4)(runs)} of ${(0,format/* countOf */.pq)(ofRuns, 'run')} (${(0,format/* formatCount */.B4)(rerun)} re-run or with both results on one commit, ${(0,format/* formatCount */.B4)(failed)} failed, ${(0,format/* formatCount */.B4)(even)} spread evenly)`;
/** Jobs with both results on one commit. */
function flakyTable(flaky, nowMs, maxRows) {
    if (flaky.length === 0)
        return '';
    const rows = flaky
        .slice(0, maxRows)
        .map(({ job, url, workflow, flakyCommits, commits, lastAtMs, wastedMinutes }) => [
        (0,render_names/* nameLink */.Ye)(job, url),
        (0,render_names/* nameSpan */.CL)(workflow),
        `${(0,format/* formatCount */.B4)(flakyCommits)} of ${(0,format/* formatCount */.B4)(commits)}`,
        (0,format/* formatAge */.nV)(lastAtMs, nowMs),
        (0,format/* formatCount */.B4)(wastedMinutes),
    ]);
    return (0,text_markdown/* joinBlocks */.x9)([
        `**Flakiest jobs** (both results on one commit, of the commits that were read${moreText(flaky.length, maxRows)})`,
        (0,text_markdown/* table */.tp)(['Job', 'Workflow', (0,text_markdown/* right */.pG)('Commits'), 'Last', (0,text_markdown/* right */.pG)('Wasted minutes')], rows),
    ]);
}
/** Steps that failed first in failed jobs. */
function failingStepsTable(steps, nowMs, maxRows) {
    if (steps.length === 0)
        return '';
    const rows = steps
        .slice(0, maxRows)
        .map(({ step, url, workflow, failures, jobs, jobCount, lastAtMs }) => [
        step === '' ? (0,text_markdown/* link */.nf)('no step failed: runner lost or job timed out', url) : (0,render_names/* nameLink */.Ye)(step, url),
        (0,render_names/* nameSpan */.CL)(workflow),
        (0,format/* formatCount */.B4)(failures),
        `${(0,render_names/* listOf */.c3)(jobs.map(render_names/* nameSpan */.CL))}${jobCount > jobs.length ? ` and ${(0,format/* formatCount */.B4)(jobCount - jobs.length)} more` : ''}`,
        (0,format/* formatAge */.nV)(lastAtMs, nowMs),
    ]);
    return (0,text_markdown/* joinBlocks */.x9)([
        `**Most failing steps** (in the jobs that were read${moreText(steps.length, maxRows)})`,
        (0,text_markdown/* table */.tp)(['Step', 'Workflow', (0,text_markdown/* right */.pG)('Failures'), 'Jobs', 'Last'], rows),
    ]);
}
/** Jobs that take longer than they did. */
function growingTable(growing, maxRows) {
    if (growing.length === 0)
        return '';
    const rows = growing
        .slice(0, maxRows)
        .map(({ job, workflow, firstP50Ms, lastP50Ms, growthMs, ...counts }) => [
        (0,render_names/* nameSpan */.CL)(job),
        (0,render_names/* nameSpan */.CL)(workflow),
        `${(0,format/* formatDuration */.a3)(firstP50Ms)} → ${(0,format/* formatDuration */.a3)(lastP50Ms)}`,
        `+${(0,format/* formatDuration */.a3)(growthMs)}`,
        `${(0,format/* formatCount */.B4)(counts.firstJobs)} and ${(0,format/* formatCount */.B4)(counts.lastJobs)}`,
    ]);
    return (0,text_markdown/* joinBlocks */.x9)([
        `**Slowest-growing jobs** (p50 of the first week against the last${moreText(growing.length, maxRows)})`,
        (0,text_markdown/* table */.tp)(['Job', 'Workflow', (0,text_markdown/* right */.pG)('p50'), (0,text_markdown/* right */.pG)('Growth'), (0,text_markdown/* right */.pG)('Jobs read')], rows),
    ]);
}
const moreText = (count, maxRows) => count <= maxRows ? '' : `; the first ${maxRows} of ${(0,format/* formatCount */.B4)(count)}`;
/** How long jobs waited for a runner, by its labels; folded. */
function queuesDetails(queues, maxRows) {
    const [longest] = queues;
    if (longest === undefined)
        return '';
    const rows = queues
        .slice(0, maxRows)
        .map(({ labels, jobs, p50Ms, p95Ms }) => [
        labels.length === 0 ? '<em>no label</em>' : (0,render_names/* listOf */.c3)(labels.map(render_names/* nameSpan */.CL)),
        (0,format/* formatCount */.B4)(jobs),
        (0,format/* formatDuration */.a3)(p50Ms),
        (0,format/* formatDuration */.a3)(p95Ms),
    ]);
    return (0,text_markdown/* details */.zH)(`Queue by runner: p95 up to ${(0,format/* formatDuration */.a3)(longest.p95Ms)}`, (0,text_markdown/* table */.tp)(['Runner', (0,text_markdown/* right */.pG)('Jobs read'), (0,text_markdown/* right */.pG)('p50'), (0,text_markdown/* right */.pG)('p95')], rows));
}
/** Minutes that have no price although there are rates; empty where that is none. */
const unpricedNote = ({ unpricedMinutes }) => unpricedMinutes === 0 ? '' : `<sub>${(0,format/* countOf */.pq)(unpricedMinutes, 'minute')} of runners without a rate.</sub>`;

;// CONCATENATED MODULE: ./src/summarise/repository/render-artifacts.ts
/** The head of the storage section: how much, how fast it grows, and what is about to go. */




/** Artifacts that are named when they expire soon. */
const maxNamed = 3;
function renderStorageRows({ storage }, nowMs) {
    if (storage === null)
        return '';
    if (storage.count === 0)
        return '**Artifact storage**: no live artifacts';
    return (0,text_markdown/* joinBlocks */.x9)([
        `**Artifact storage**: ${(0,render_storage/* storageLine */.m8)(storage)}`,
        expiringLine(storage, nowMs),
        inferredNote(storage),
    ]);
}
/** `Expiring: 3 artifacts (412 MB) within 3 days, 10 (1.2 GB) within 7; the largest: …`. */
function expiringLine({ expiring, expiringSoon }, nowMs) {
    const parts = expiring
        .filter(({ count }) => count > 0)
        .map(({ count, bytes, withinDays }) => `${(0,format/* countOf */.pq)(count, 'artifact')} (${(0,format/* formatBytes */.z3)(bytes)}) within ${withinDays} days`);
    if (parts.length === 0)
        return '';
    const largest = expiringSoon.slice(0, maxNamed).map((artifact) => expiringText(artifact, nowMs));
    return `⏳ GitHub expires ${parts.join(', ')}. The largest: ${(0,render_names/* listOf */.c3)(largest)}.`;
}
function expiringText({ name, branch, sizeBytes, expiresAtMs }, nowMs) {
    const when = expiresAtMs === null ? '' : `, ${(0,format/* formatAge */.nV)(expiresAtMs, nowMs)}`;
    return `${(0,render_names/* nameSpan */.CL)(name)} (${branch === null ? '' : `${(0,render_names/* nameSpan */.CL)(branch)}, `}${(0,format/* formatBytes */.z3)(sizeBytes)}${when})`;
}
const inferredNote = ({ inferredWorkflowBytes }) => inferredWorkflowBytes === 0
    ? ''
    : `<sub>${(0,format/* formatBytes */.z3)(inferredWorkflowBytes)} are of runs before the period; by workflow they count with the only one that uploads such a name now.</sub>`;

// EXTERNAL MODULE: ./src/text/mermaid.ts
var mermaid = __webpack_require__(5724);
;// CONCATENATED MODULE: ./src/summarise/repository/render-charts.ts
/**
 * Mermaid charts of the report: a pie of the storage, and bars and lines over days. They have no legend on GitHub, so
 * the title says what is what; it is short, since labels are cut. Labels are hostile text in quotes, written with entities; each begins with a mark of
 * our own, since a label that begins with a word of the language can be taken for it.
 */

/** Mermaid's own colours are next to white on white. These can be told apart on GitHub's light page and on its dark one. */
const pieColours = [
    '#54aeff',
    '#ffb77c',
    '#4ac26b',
    '#c297ff',
    '#ff8182',
    '#d4a72c',
    '#ff80c8',
    '#8c959f',
];
/** Bars, then lines. */
const plotColours = '#54aeff, #e5534b';
/** Readable on all of them. */
const darkText = '#1f2328';
const sliceColours = pieColours.map((colour, index) => `  pie${index + 1}: '${colour}'`);
/** What a chart is told before its code. */
const configOf = (lines) => [
    '---',
    'config:',
    ...lines.map((line) => `  ${line}`),
    '---',
];
/** Of the whole: thinner slices cannot be seen. */
const minSlice = 0.005;
/** More slices cannot be told apart. */
const maxSlices = pieColours.length;
/** The code of a pie chart; empty when there is nothing to show. Slices of nothing are left out. */
function pieChart(title, slices) {
    const shown = slices.filter(({ value }) => value > 0);
    if (shown.length === 0)
        return '';
    return [
        ...configOf([
            'themeVariables:',
            `  pieSectionTextColor: '${darkText}'`,
            ...sliceColours.slice(0, shown.length),
        ]),
        `pie showData title ${(0,mermaid/* mermaidText */.Hg)(title)}`,
        ...shown.map(({ label, value }) => `    "▪ ${(0,mermaid/* mermaidText */.Hg)(label)}" : ${plainNumber(value)}`),
    ].join('\n');
}
/** The code of an xychart; empty when there is nothing to show. */
function xyChart({ title, labels, unit, series }) {
    const highest = series.flatMap(({ values }) => values).reduce((most, value) => Math.max(most, value), 0);
    if (labels.length === 0 || highest <= 0)
        return '';
    return [
        ...configOf([
            'xyChart:',
            '  width: 900',
            '  height: 320',
            'themeVariables:',
            '  xyChart:',
            `    plotColorPalette: '${plotColours}'`,
        ]),
        'xychart-beta',
        `    title "${(0,mermaid/* mermaidText */.Hg)(title)}"`,
        `    x-axis [${labels.map((label) => `"${(0,mermaid/* mermaidText */.Hg)(label)}"`).join(', ')}]`,
        `    y-axis "${(0,mermaid/* mermaidText */.Hg)(unit)}" 0 --> ${plainNumber(highest * 1.05)}`,
        ...series.map(({ kind, values }) => `    ${kind} [${values.map(plainNumber).join(', ')}]`),
    ].join('\n');
}
/** At most two digits after the point, and never an exponent, which the grammar does not know. */
const plainNumber = (value) => {
    const rounded = Math.round(value * 100) / 100;
    return rounded === 0 && value > 0 ? '0.01' : rounded.toFixed(2).replace(/\.?0+$/, '');
};
/** More points than this are put together, so that their labels stay apart. */
const maxPoints = 31;
/** Successful and failed runs over the days of the period. */
function runsChart(daily) {
    const groups = inGroups(daily);
    const total = groups.map((days) => render_charts_sum(days.map(({ succeeded, failed, other }) => succeeded + failed + other)));
    const failed = groups.map((days) => render_charts_sum(days.map((day) => day.failed)));
    return xyChart({
        title: `Runs a ${stretchOf(daily)}: all (bars), failed (line)`,
        labels: groups.map(labelOf),
        unit: 'runs',
        series: [
            { kind: 'bar', values: total },
            { kind: 'line', values: failed },
        ],
    });
}
/** p50 and p95 over the days on which runs were timed. */
function durationsChart(daily) {
    const points = inGroups(daily).flatMap((days) => {
        const p50s = days.flatMap(({ p50Ms }) => (p50Ms === null ? [] : [p50Ms]));
        const p95s = days.flatMap(({ p95Ms }) => (p95Ms === null ? [] : [p95Ms]));
        const p95Ms = p95s.reduce((most, value) => Math.max(most, value), 0);
        return p50s.length === 0 ? [] : [{ label: labelOf(days), p50Ms: render_charts_sum(p50s) / p50s.length, p95Ms }];
    });
    const isShort = points.every(({ p95Ms }) => p95Ms < 3 * 60_000);
    const unitMs = isShort ? 1000 : 60_000;
    return xyChart({
        title: 'Successful runs: p50 (bars), p95 (line)',
        labels: points.map(({ label }) => label),
        unit: isShort ? 'seconds' : 'minutes',
        series: [
            { kind: 'bar', values: points.map(({ p50Ms }) => p50Ms / unitMs) },
            { kind: 'line', values: points.map(({ p95Ms }) => p95Ms / unitMs) },
        ],
    });
}
const units = [
    { name: 'GB', bytes: 1e9 },
    { name: 'MB', bytes: 1e6 },
    { name: 'kB', bytes: 1e3 },
];
/** Storage by name in one pie, in the unit that fits. */
function storageChart({ bytes, byName }) {
    const unit = units.find((each) => bytes >= 10 * each.bytes) ?? { name: 'bytes', bytes: 1 };
    const top = byName.slice(0, maxSlices - 1).filter((share) => share.bytes >= bytes * minSlice);
    const rest = bytes - render_charts_sum(top.map((share) => share.bytes));
    return pieChart(`Stored by name, in ${unit.name}`, [
        ...top.map((share) => ({ label: share.label, value: share.bytes / unit.bytes })),
        { label: 'all other names', value: rest / unit.bytes },
    ]);
}
const groupSize = (daily) => (daily.length <= maxPoints + 1 ? 1 : 7);
const stretchOf = (daily) => (groupSize(daily) === 1 ? 'day' : 'week');
/** Days one by one, or in weeks that end with the last day. */
function inGroups(daily) {
    const size = groupSize(daily);
    const offset = daily.length % size;
    const starts = [...(offset === 0 ? [] : [0]), ...range(offset, daily.length, size)];
    return starts.map((start, index) => daily.slice(start, starts[index + 1] ?? daily.length));
}
function range(from, to, step) {
    return Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step);
}
/** `31` of `2026-01-31` where there are days, `01-31` where there are weeks. */
const labelOf = (days) => days[0]?.date.slice(days.length === 1 ? 8 : 5) ?? '';
const render_charts_sum = (values) => values.reduce((total, value) => total + value, 0);

;// CONCATENATED MODULE: ./src/summarise/repository/render-repository.ts
/** The page of one repository: what is stored comes after what runs, and pictures after both. */








/** `1,204 runs · 94.1% green on main (▼ 1.8 points) · p50 9m 32s (▲ 12%), p95 17m 05s · …`. */
function headline({ health, jobs, storage, defaultBranch }) {
    const parts = [];
    if (health !== null) {
        const { overall, runs } = health;
        parts.push((0,format/* countOf */.pq)(runs, 'run'));
        if (overall.successRate !== null)
            parts.push(`**${(0,format/* formatPercent */.l9)(overall.successRate)} green** on ${(0,text_markdown/* codeSpan */.SS)(defaultBranch)}${inBrackets(formatPoints(overall.successRateChange))}`);
        if (overall.p50Ms !== null && overall.p95Ms !== null)
            parts.push(`p50 ${(0,format/* formatDuration */.a3)(overall.p50Ms)}${inBrackets(formatTrend(overall.p50Change))}, p95 ${(0,format/* formatDuration */.a3)(overall.p95Ms)}`);
    }
    if (jobs !== null && jobs.minutes !== null)
        parts.push(`≈ ${(0,format/* countOf */.pq)(jobs.minutes, 'billable minute')}${jobs.cost === null ? '' : `, ${formatMoney(jobs.cost)} at your rates`}`);
    if (storage !== null)
        parts.push(`**${(0,format/* formatBytes */.z3)(storage.bytes)} stored** in ${(0,format/* countOf */.pq)(storage.count, 'artifact')}${inBrackets(growthText(storage.growth.bytesPerDay))}`);
    return parts.length === 0 ? 'Nothing could be read.' : parts.join(' · ');
}
const inBrackets = (text) => (text === '' ? '' : ` (${text})`);
const growthText = (bytesPerDay) => bytesPerDay === 0 ? '' : `${(0,render_storage/* formatChange */.eD)(bytesPerDay)} a day`;
/** The blocks of one repository, in the order in which one reads them. */
function repositoryBlocks(result, options) {
    const { nowMs, maxRows, maxFoldedRows } = options;
    const { jobs, health } = result;
    return [
        (0,text_blocks/* fixed */.Zu)('the headline', headline(result)),
        (0,text_blocks/* fixed */.Zu)('health by workflow', healthTable(result, maxRows)),
        (0,text_blocks/* optional */.lq)('how the numbers come about', healthNote(result)),
        (0,text_blocks/* optional */.lq)('the flakiest jobs', flakyTable(jobs?.flaky ?? [], nowMs, maxRows)),
        (0,text_blocks/* optional */.lq)('the most failing steps', failingStepsTable(jobs?.failingSteps ?? [], nowMs, maxRows)),
        (0,text_blocks/* optional */.lq)('the slowest-growing jobs', growingTable(jobs?.growing ?? [], maxRows)),
        (0,text_blocks/* optional */.lq)('queue times', (0,text_markdown/* joinBlocks */.x9)([queuesDetails(jobs?.queues ?? [], maxFoldedRows), noteOf(result)])),
        ...storageBlocks(result, options),
        ...(options.charts === 'off' || health === null
            ? []
            : [
                chartBlock('Chart: runs', runsChart(health.daily)),
                chartBlock('Chart: durations', durationsChart(health.daily)),
            ]),
        (0,text_blocks/* fixed */.Zu)('what is missing', result.notices.map((notice) => `- ℹ️ ${(0,render_names/* statement */.qZ)(notice)}`).join('\n')),
    ];
}
const noteOf = ({ jobs }) => (jobs === null ? '' : unpricedNote(jobs));
const chartBlock = (title, code) => (0,text_blocks/* optional */.lq)(title.toLowerCase(), code === '' ? '' : (0,text_markdown/* details */.zH)(title, (0,text_markdown/* codeFence */.d6)('mermaid', code)));
/** Tables that are open; the rest of the storage is folded. */
const openTables = ['By name', 'By what became of the branch'];
function storageBlocks(result, options) {
    const { storage } = result;
    if (storage === null)
        return [];
    const { maxRows, maxFoldedRows, nowMs } = options;
    const open = new Map((0,render_storage/* storageTables */.vs)(storage, maxRows).map((each) => [each.title, each]));
    const folded = (0,render_storage/* storageTables */.vs)(storage, maxFoldedRows).filter(({ title }) => !openTables.includes(title));
    const chart = options.charts === 'on' ? storageChart(storage) : '';
    return [
        (0,text_blocks/* fixed */.Zu)('storage', renderStorageRows(result, nowMs)),
        ...openTables.flatMap((title) => {
            const found = open.get(title);
            return found === undefined
                ? []
                : [(0,text_blocks/* optional */.lq)(found.what, (0,text_markdown/* joinBlocks */.x9)([`**${found.title}**`, found.markdown]))];
        }),
        ...folded.map(({ title, what, markdown }) => (0,text_blocks/* optional */.lq)(what, (0,text_markdown/* details */.zH)(title, markdown))),
        pruneBlock(result),
        chartBlock('Chart: storage by name', chart),
    ];
}
/** What a step of prune would free, as one would write it. */
function pruneBlock({ storage, repository }) {
    const freeable = (storage?.byBranchState ?? []).filter(({ state, bytes }) => bytes > 0 && (state === 'deleted' || state === 'closed-pr'));
    const bytes = freeable.reduce((sum, share) => sum + share.bytes, 0);
    if (bytes === 0)
        return (0,text_blocks/* optional */.lq)('what prune would free', '');
    const words = freeable.map(({ state }) => (state === 'deleted' ? '@deleted' : '@closed-pr'));
    const step = [
        '- uses: actions-steward/actions-steward@v1',
        '  with:',
        '    mode: prune',
        `    repository: ${repository}`,
        '    branch: |',
        ...words.map((word) => `      ${word}`),
        '    keep: none',
        '    dry-run: true # false deletes',
    ].join('\n');
    return (0,text_blocks/* optional */.lq)('what prune would free', (0,text_markdown/* details */.zH)(`Prune could free up to ${(0,format/* formatBytes */.z3)(bytes)} of deleted and merged branches (${(0,format/* formatCount */.B4)(freeable.reduce((sum, { count }) => sum + count, 0))} artifacts)`, (0,text_markdown/* codeFence */.d6)('yaml', step)));
}

;// CONCATENATED MODULE: ./src/summarise/repository/render.ts
/** The page of a report: of one repository, or a table of several and each of them folded. */







const defaultMaxBytes = text_blocks/* maxSummaryBytes */.aH;
/** Diagrams are slow to draw: of more repositories the HTML report has them. */
const maxChartedRepositories = 3;
/** Rows of the table of repositories. */
const maxTableRows = 500;
/** What was left out is named as one thing from so many parts on. */
const maxNamedParts = 6;
/** Markdown of the job summary, in at most `maxBytes` of UTF-8. */
function renderRepositories(report, maxBytes) {
    const [only, ...others] = report.repositories;
    const blocks = only !== undefined && others.length === 0 && report.unread.length === 0
        ? onePage(report, only)
        : manyPages(report);
    return `${(0,text_blocks/* fitBlocks */.U8)(blocks, leftOutNote, maxBytes)}\n`;
}
const leftOutNote = (shortened) => `✂️ To stay below GitHub's limit, this page leaves out or shortens ${(0,render_names/* listOf */.c3)(shortened.map(text_markdown/* escapeText */.X1), maxNamedParts)}. All of it is in the file of <code>report-json</code>.`;
const full = (report, charts) => ({
    nowMs: Date.parse(report.generatedAt),
    maxRows: 10,
    maxFoldedRows: 30,
    charts,
});
function onePage(report, result) {
    return [
        (0,text_blocks/* fixed */.Zu)('the title', `## 📊 ${(0,text_markdown/* codeLink */.U1)(result.repository, result.url)}, last ${(0,format/* countOf */.pq)(report.days, 'day')}`),
        ...repositoryBlocks(result, full(report, 'on')),
        (0,text_blocks/* fixed */.Zu)('the notices', noticeList(report.notices)),
        (0,text_blocks/* fixed */.Zu)('where the numbers come from', about(report)),
    ];
}
function manyPages(report) {
    const { repositories, unread, totals, days } = report;
    const charts = repositories.length <= maxChartedRepositories ? 'on' : 'off';
    const parts = [
        (0,format/* countOf */.pq)(repositories.length, 'repository', 'repositories'),
        (0,format/* countOf */.pq)(totals.runs, 'run'),
        ...(totals.successRate === null
            ? []
            : [`**${(0,format/* formatPercent */.l9)(totals.successRate)} green** on default branches`]),
        ...(totals.minutes === null
            ? []
            : [
                `≈ ${(0,format/* countOf */.pq)(totals.minutes, 'billable minute')}${totals.cost === null ? '' : `, ${formatMoney(totals.cost)} at your rates`}`,
            ]),
        `**${(0,format/* formatBytes */.z3)(totals.storedBytes)} stored** in ${(0,format/* countOf */.pq)(totals.artifacts, 'artifact')}`,
    ];
    return [
        (0,text_blocks/* fixed */.Zu)('the title', `## 📊 GitHub Actions, last ${(0,format/* countOf */.pq)(days, 'day')}`),
        (0,text_blocks/* fixed */.Zu)('the totals', parts.join(' · ')),
        (0,text_blocks/* fixed */.Zu)('the table of repositories', repositoriesTable(repositories)),
        (0,text_blocks/* fixed */.Zu)('repositories that could not be read', unreadList(unread)),
        (0,text_blocks/* fixed */.Zu)('the notices', noticeList(report.notices)),
        ...repositories.map((result) => repositoryBlock(report, result, charts)),
        (0,text_blocks/* fixed */.Zu)('where the numbers come from', about(report)),
    ];
}
function repositoriesTable(repositories) {
    if (repositories.length === 0)
        return '';
    const hasCost = repositories.some(({ jobs }) => (jobs?.cost ?? null) !== null);
    const header = [
        'Repository',
        (0,text_markdown/* right */.pG)('Runs'),
        (0,text_markdown/* right */.pG)('Green'),
        (0,text_markdown/* right */.pG)('p50'),
        (0,text_markdown/* right */.pG)('p95'),
        (0,text_markdown/* right */.pG)('Minutes'),
        ...(hasCost ? [(0,text_markdown/* right */.pG)('Cost')] : []),
        (0,text_markdown/* right */.pG)('Flaky jobs'),
        (0,text_markdown/* right */.pG)('Artifacts'),
        (0,text_markdown/* right */.pG)('Stored'),
        (0,text_markdown/* right */.pG)('A day'),
        (0,text_markdown/* right */.pG)('Deleted, merged'),
    ];
    return (0,text_markdown/* joinBlocks */.x9)([
        (0,text_markdown/* table */.tp)(header, repositories.slice(0, maxTableRows).map((result) => repositoryRow(result, hasCost))),
        repositories.length <= maxTableRows
            ? ''
            : `<sub>And ${(0,format/* formatCount */.B4)(repositories.length - maxTableRows)} more that store less.</sub>`,
    ]);
}
function repositoryRow(result, hasCost) {
    const { repository, url, health, jobs } = result;
    return [
        (0,text_markdown/* codeLink */.U1)(repository, url),
        when(health?.runs, format/* formatCount */.B4),
        when(health?.overall.successRate, format/* formatPercent */.l9),
        when(health?.overall.p50Ms, format/* formatDuration */.a3),
        when(health?.overall.p95Ms, format/* formatDuration */.a3),
        when(jobs?.minutes, format/* formatCount */.B4),
        ...(hasCost ? [when(jobs?.cost, formatMoney)] : []),
        when(jobs?.flaky.length, format/* formatCount */.B4),
        ...storageCells(result),
    ];
}
function storageCells({ storage }) {
    if (storage === null)
        return ['', '', '', ''];
    const gone = storage.byBranchState
        .filter(({ state }) => state === 'deleted' || state === 'closed-pr')
        .reduce((sum, { bytes }) => sum + bytes, 0);
    return [
        (0,format/* formatCount */.B4)(storage.count),
        (0,format/* formatBytes */.z3)(storage.bytes),
        (0,render_storage/* formatChange */.eD)(storage.growth.bytesPerDay),
        (0,format/* formatBytes */.z3)(gone),
    ];
}
const when = (value, format) => value === null || value === undefined ? '' : format(value);
/** A folded repository; short of room, with fewer rows, then with its headline only, then not at all. */
function repositoryBlock(report, result, charts) {
    const title = `<strong>${(0,text_markdown/* codeSpan */.SS)(result.repository)}</strong>`;
    const folded = (options) => (0,text_markdown/* details */.zH)(title, (0,text_markdown/* joinBlocks */.x9)(repositoryBlocks(result, options).map(({ variants }) => variants[0]?.() ?? '')));
    const options = full(report, charts);
    return {
        what: `the section of ${result.repository}`,
        variants: [
            () => folded(options),
            () => folded({ ...options, charts: 'off', maxRows: 5, maxFoldedRows: 5 }),
            () => (0,text_markdown/* details */.zH)(title, headline(result)),
            () => '',
        ],
    };
}
function unreadList(unread) {
    if (unread.length === 0)
        return '';
    return (0,text_markdown/* details */.zH)(`⚠️ ${(0,format/* countOf */.pq)(unread.length, 'repository', 'repositories')} not read`, (0,text_markdown/* table */.tp)(['Repository', 'Why'], unread
        .slice(0, maxTableRows)
        .map(({ repository, reason }) => [(0,text_markdown/* codeSpan */.SS)(repository), (0,render_names/* statement */.qZ)(reason)])));
}
const noticeList = (notices) => notices.map((notice) => `- ℹ️ ${(0,render_names/* statement */.qZ)(notice)}`).join('\n');
/** What the page rests on. */
function about({ repositories, generatedAt, apiCalls, sinceMs }) {
    const [only] = repositories;
    const sample = repositories.length === 1 && only?.jobs !== null && only !== undefined
        ? `; jobs of ${sampleText(only.jobs.sample)}`
        : '';
    return `<sub>Since ${(0,format/* formatTimestamp */.Ey)(sinceMs)}${sample}. Written ${(0,format/* formatTimestamp */.Ey)(Date.parse(generatedAt))} by Actions Steward with ${(0,format/* countOf */.pq)(apiCalls, 'API request')}.</sub>`;
}

;// CONCATENATED MODULE: ./src/summarise/repository/execute.ts
/** Summarises repositories: gather and measure one after the other, so that only one is in memory; then render. */











/** Runs, and artifacts, that the report lists one by one, all repositories together. */
const maxRows = 20_000;
/** A repository costs at least its runs, its artifacts and its branches. */
const minRequests = 4;
/** A step shows ten notices at most. */
const maxNotices = 8;
/**
 * Summarises the repositories of the inputs. One that cannot be read costs its row and a notice. Throws UserError
 * when none can.
 */
const summariseRepositories = (inputs, world) => reportRepositories(inputs, world, report_upload/* uploadArtifact */.m);
/** The same with a way to upload, which tests replace. */
async function reportRepositories(inputs, world, upload) {
    const report = await readReport(inputs, world);
    const summary = renderRepositories(report, defaultMaxBytes);
    const published = await (0,publish/* publishFinished */.E)({ folder: folderOf(report), report, summary, artifactName: inputs.report }, world, upload);
    const { failure } = published;
    return {
        summary,
        outputs: {
            ...published.outputs,
            repositories: JSON.stringify(report.repositories.map(({ repository }) => repository)),
            'error-message': failure?.message ?? '',
        },
        annotations: [...noticesOf(report), ...published.annotations],
        failure,
    };
}
async function readReport(inputs, world) {
    const { github, clock, log } = world;
    const nowMs = clock.now();
    const period = { sinceMs: nowMs - inputs.days * dayMs, nowMs };
    const listed = await (0,repository_listing/* listRepositories */.x)(github, inputs.repositories, (calls) => (0,limits/* hasQuota */.Z0)(github.rateLimit(), inputs.apiReserve, calls));
    if (listed.length === 0)
        throw new src_errors/* UserError */.yo('No repository matches repository.', {
            hint: 'The token may not see those that you mean, or an exclude takes them all.',
        });
    const repositories = [];
    const unread = [];
    const errors = [];
    for (const [index, each] of listed.entries()) {
        try {
            const result = await readOne(each, {
                world,
                inputs,
                period,
                listedCount: listed.length,
                repositoriesLeft: listed.length - index,
            });
            repositories.push(result);
            log.info(lineOf(result));
        }
        catch (error) {
            world.signal.throwIfAborted();
            if (!(error instanceof src_errors/* UserError */.yo))
                throw error;
            errors.push(error);
            const repository = each.kind === 'unlisted' ? each.line : slugOf(each.ref);
            unread.push({ repository, reason: error.message });
            log.warning(`${repository}: ${error.message}`);
        }
    }
    log.info(`${(0,format/* countOf */.pq)(github.requestCount(), 'API request')} in all.`);
    if (repositories.length === 0)
        throw errors[0];
    return measureReport({
        period,
        days: inputs.days,
        repositories,
        unread,
        notices: [],
        apiCalls: github.requestCount(),
    });
}
async function readOne(listed, reading) {
    const { world, inputs, period, listedCount, repositoriesLeft } = reading;
    const { github } = world;
    if (listed.kind === 'unlisted')
        throw listed.error;
    if ((0,limits/* callsLeft */.Zn)(github.rateLimit(), inputs.apiReserve) < minRequests)
        throw new src_errors/* UserError */.yo('The API quota above api-reserve is used up.', {
            hint: 'Run it again after the quota has been reset (within the hour), or give each repository a job and a token of its own with a matrix.',
        });
    const repository = listed.kind === 'found' ? listed.repository : await github.getRepository(listed.ref);
    const facts = await gatherRepository(world, {
        repository,
        sinceMs: period.sinceMs,
        apiReserve: inputs.apiReserve,
        repositoriesLeft,
    });
    return measureRepository(facts, {
        period,
        rates: inputs.rates,
        maxRows: Math.floor(maxRows / listedCount),
    });
}
/** What was read of a repository, for the log. */
function lineOf({ repository, health, jobs, storage, apiCalls }) {
    const parts = [
        health === null ? 'runs not read' : (0,format/* countOf */.pq)(health.runs, 'run'),
        storage === null
            ? 'artifacts not read'
            : `${(0,format/* countOf */.pq)(storage.count, 'artifact')} (${(0,format/* formatBytes */.z3)(storage.bytes)})`,
        jobs === null ? 'no jobs read' : `jobs of ${(0,format/* countOf */.pq)(jobs.sample.runs, 'run')}`,
        (0,format/* countOf */.pq)(apiCalls, 'API request'),
    ];
    return `${repository}: ${parts.join(', ')}.`;
}
/** Two reports of one job lie side by side. */
function folderOf({ repositories, generatedAt }) {
    const [only, another] = repositories;
    return only !== undefined && another === undefined
        ? `repository-${only.repository.replace('/', '-')}`
        : `repositories-${Date.parse(generatedAt)}`;
}
function noticesOf({ repositories, unread }) {
    const [only, another] = repositories;
    const messages = [
        ...unread.map(({ repository, reason }) => `${repository} was not read: ${reason}`),
        ...(only !== undefined && another === undefined
            ? only.notices
            : repositories.flatMap(({ repository, notices }) => notices.map((notice) => `${repository}: ${notice}`))),
    ];
    const rest = messages.length - maxNotices;
    return (rest > 0 ? [...messages.slice(0, maxNotices), `And ${rest} more notices; see the job summary.`] : messages).map((message) => ({ level: 'notice', message }));
}


/***/ })

};
