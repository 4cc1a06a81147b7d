/**
 * What c-hive/gha-remove-artifacts does: lists the runs, then the artifacts of each run with a call of its own, and
 * deletes what is older than an age, through Octokit with its throttling plugin (one write a second). Arguments: owner,
 * name, age in days; the token is in TOKEN.
 */
import { getOctokit } from '@actions/github'
import { throttling } from '@octokit/plugin-throttling'

const [owner = '', repo = '', maxAgeDays = ''] = process.argv.slice(2)
const isOld = (createdAt) => Date.now() - Date.parse(createdAt) > Number(maxAgeDays) * 86_400_000
const wait = () => true
const octokit = getOctokit(
  process.env['TOKEN'] ?? '',
  { throttle: { onRateLimit: wait, onSecondaryRateLimit: wait } },
  throttling,
)
const tags = await octokit.paginate(octokit.rest.repos.listTags, { owner, repo, per_page: 100 })
const released = new Set(tags.map(({ commit }) => commit.sha))
const perRun = []
const runPages = octokit.paginate.iterator(octokit.rest.actions.listWorkflowRunsForRepo, {
  owner,
  repo,
  per_page: 100,
})
for await (const { data: runs } of runPages)
  for (const run of runs)
    if (!released.has(run.head_sha))
      perRun.push(
        octokit.paginate(octokit.rest.actions.listWorkflowRunArtifacts, {
          owner,
          repo,
          run_id: run.id,
          per_page: 100,
        }),
      )
const artifacts = (await Promise.all(perRun)).flat().filter(({ created_at }) => isOld(created_at))
await Promise.all(
  artifacts.map(({ id }) => octokit.rest.actions.deleteArtifact({ owner, repo, artifact_id: id })),
)
console.log(`${artifacts.length} deleted`)
