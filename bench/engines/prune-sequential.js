/**
 * Lists a repository's artifacts and runs as a plain script does: one page after the other. Arguments: owner, name; the
 * token is in TOKEN.
 */
import { getOctokit } from '@actions/github'

const [owner = '', repo = ''] = process.argv.slice(2)
const octokit = getOctokit(process.env['TOKEN'] ?? '')
const artifacts = await octokit.paginate(octokit.rest.actions.listArtifactsForRepo, {
  owner,
  repo,
  per_page: 100,
})
const runs = await octokit.paginate(octokit.rest.actions.listWorkflowRunsForRepo, {
  owner,
  repo,
  per_page: 100,
})
const tags = await octokit.paginate(octokit.rest.repos.listTags, { owner, repo, per_page: 100 })
const pulls = await octokit.paginate(octokit.rest.pulls.list, { owner, repo, state: 'open', per_page: 100 })
console.log(`${artifacts.length} artifacts, ${runs.length} runs, ${tags.length} tags, ${pulls.length} pulls`)
