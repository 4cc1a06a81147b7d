/** What the inputs of the actions that people come from are called here. */

export interface PeerInput {
  /** The action that has it. */
  readonly peer: string
  /** What to write here; a clause that follows "here". */
  readonly here: string
}

const downloadArtifact = 'actions/download-artifact'
const dawidd6 = 'dawidd6/action-download-artifact'
const ghRunDownload = 'gh run download'
const deleteArtifact = 'GeekyEggo/delete-artifact'
const removeArtifacts = 'c-hive/gha-remove-artifacts'
const purgeArtifacts = 'kolpav/purge-artifacts-action'
const deleteRuns = 'Mattraks/delete-workflow-runs'
const allsGreen = 're-actors/alls-green'
const workflowConclusion = 'technote-space/workflow-conclusion-action'
const actionsTimeline = 'Kesin11/actions-timeline'

/** By name in lower case, with `-` for `_`; names that differ from ours in that only are found without it. */
export const peerInputs: ReadonlyMap<string, PeerInput> = new Map([
  ['artifact-ids', { peer: downloadArtifact, here: 'it is artifact-id' }],
  ['pattern', { peer: downloadArtifact, here: 'name takes patterns' }],
  ['merge-multiple', { peer: downloadArtifact, here: 'it is layout: flat' }],
  ['skip-decompress', { peer: downloadArtifact, here: 'it is unzip: false' }],
  ['digest-mismatch', { peer: downloadArtifact, here: 'it is digest' }],

  ['workflow-search', { peer: dawidd6, here: 'it is workflow: "*"' }],
  ['workflow-conclusion', { peer: dawidd6, here: 'it is conclusion' }],
  ['repo', { peer: dawidd6, here: 'it is repository' }],
  ['pr', { peer: dawidd6, here: 'it is pull-request' }],
  ['ref', { peer: dawidd6, here: 'it is branch, or commit for a tag or a SHA' }],
  ['check-artifacts', { peer: dawidd6, here: 'it is always so: a run without artifacts does not match' }],
  ['search-artifacts', { peer: dawidd6, here: 'it is always so: a run without the artifact does not match' }],
  [
    'name-is-regexp',
    { peer: dawidd6, here: 'a line of name is a regular expression when it is written /so/' },
  ],
  ['skip-unpack', { peer: dawidd6, here: 'it is unzip: false' }],
  ['use-unzip', { peer: dawidd6, here: 'nothing is needed: there is one way to unpack' }],
  ['if-no-artifact-found', { peer: dawidd6, here: 'it is if-missing' }],

  ['dir', { peer: ghRunDownload, here: 'it is path' }],

  ['useglob', { peer: deleteArtifact, here: 'name takes patterns, and a line without wildcards is exact' }],
  ['failonerror', { peer: deleteArtifact, here: 'it is on-error: fail or warn' }],
  ['fail-on-error', { peer: deleteArtifact, here: 'it is on-error: fail or warn' }],
  ['token', { peer: deleteRuns, here: 'it is github-token' }],

  ['age', { peer: removeArtifacts, here: 'it is keep-within, such as keep-within: 30d' }],
  ['skip-recent', { peer: removeArtifacts, here: 'it is keep-last' }],
  ['skip-tags', { peer: removeArtifacts, here: 'it is protect-tagged, which is on' }],

  ['expire-in', { peer: purgeArtifacts, here: 'it is keep-within, such as keep-within: 30d' }],
  ['onlyprefix', { peer: purgeArtifacts, here: 'it is name, such as name: tmp-*' }],
  ['exceptprefix', { peer: purgeArtifacts, here: 'it is name with !, such as name: "!release-*"' }],

  ['retain-days', { peer: deleteRuns, here: 'it is keep-within, such as keep-within: 30d' }],
  ['keep-minimum-runs', { peer: deleteRuns, here: 'it is keep-last' }],
  ['use-daily-retention', { peer: deleteRuns, here: 'it is keep-daily' }],
  ['delete-workflow-pattern', { peer: deleteRuns, here: 'it is workflow' }],
  [
    'delete-workflow-by-state-pattern',
    { peer: deleteRuns, here: 'it is workflow: "@deleted" or "@disabled"' },
  ],
  ['delete-run-by-conclusion-pattern', { peer: deleteRuns, here: 'it is conclusion' }],
  ['check-branch-existence', { peer: deleteRuns, here: 'it is branch: "@deleted"' }],
  ['check-pullrequest-exist', { peer: deleteRuns, here: 'it is protect-open-prs, which is on' }],
  ['baseurl', { peer: deleteRuns, here: 'it is github-api-url' }],

  ['jobs', { peer: allsGreen, here: 'it is needs (and job names the jobs that fetch reads)' }],
  ['allowed-failures', { peer: allsGreen, here: 'it is allow-failure' }],
  ['allowed-skips', { peer: allsGreen, here: 'it is allow-skip' }],

  ['target-run-id', { peer: workflowConclusion, here: 'it is run-id' }],
  ['set-env-name', { peer: workflowConclusion, here: 'there is none: read the output conclusion' }],
  [
    'fallback-conclusion',
    { peer: workflowConclusion, here: 'there is none: where no other job has ended, conclusion is neutral' },
  ],
  ['strict-success', { peer: workflowConclusion, here: 'it is gate: true' }],

  ['show-waiting-runner', { peer: actionsTimeline, here: 'nothing is needed: waiting is always shown' }],
  [
    'expand-composite-actions',
    { peer: actionsTimeline, here: 'there is none: steps are shown as GitHub lists them' },
  ],
  [
    'expand-composite-actions-threshold',
    { peer: actionsTimeline, here: 'there is none: steps are shown as GitHub lists them' },
  ],

  ['artifact-name', { peer: 'jimschubert/delete-artifacts-action', here: 'it is name' }],
  ['min-bytes', { peer: 'jimschubert/delete-artifacts-action', here: 'it is min-size' }],
  ['active-duration', { peer: 'jimschubert/delete-artifacts-action', here: 'it is keep-within' }],
  ['minimumage', { peer: 'glassechidna/artifact-cleaner', here: 'it is keep-within' }],
  ['minimumdeletionsize', { peer: 'glassechidna/artifact-cleaner', here: 'it is min-size' }],
  ['save-period', { peer: 'dmvict/clean-workflow-runs', here: 'it is keep-within' }],
  ['save-min-runs-number', { peer: 'dmvict/clean-workflow-runs', here: 'it is keep-last' }],
  ['run-conclusions', { peer: 'dmvict/clean-workflow-runs', here: 'it is conclusion' }],
  ['workflow-id', { peer: 'dmvict/clean-workflow-runs', here: 'it is workflow' }],
  ['dry', { peer: 'dmvict/clean-workflow-runs', here: 'it is dry-run' }],
  ['remove-older-than', { peer: 'otto-de/purge-deprecated-workflow-runs', here: 'it is keep-within' }],
  ['remove-obsolete', { peer: 'otto-de/purge-deprecated-workflow-runs', here: 'it is workflow: "@deleted"' }],
  ['runs-older-than', { peer: 'igorjs/gh-actions-clean-workflow', here: 'it is keep-within' }],
  ['runs-to-keep', { peer: 'igorjs/gh-actions-clean-workflow', here: 'it is keep-last' }],
  ['workflow-names', { peer: 'igorjs/gh-actions-clean-workflow', here: 'it is workflow' }],
  ['older-than-seconds', { peer: 'MajorScruffy/delete-old-workflow-runs', here: 'it is keep-within' }],
  [
    'created-before',
    { peer: 'MajorScruffy/delete-old-workflow-runs', here: 'it is created, such as <2026-01-01' },
  ],
  ['what-if', { peer: 'MajorScruffy/delete-old-workflow-runs', here: 'it is dry-run' }],
  ['pr-number', { peer: 'grafana/shared-workflows', here: 'it is pull-request' }],
  ['wait-seconds', { peer: 'bettermarks/action-artifact-download', here: 'it is wait, such as wait: 10min' }],
  ['if-no-files-found', { peer: 'actions/upload-artifact', here: 'it is if-missing' }],
])
