/**
 * What kolpav/purge-artifacts-action does: reads the repository's artifacts page by page and deletes what is older than
 * an age as it goes, one after the other and without a pause. Arguments: owner, name, age in days; the token is in TOKEN.
 */
import { getOctokit } from '@actions/github'

const [owner = '', repo = '', maxAgeDays = ''] = process.argv.slice(2)
const isOld = (createdAt) => Date.now() - Date.parse(createdAt) > Number(maxAgeDays) * 86_400_000
const octokit = getOctokit(process.env['TOKEN'] ?? '')
let deleted = 0
let seen = 0
for (let page = 1; ; page += 1) {
  const { data } = await octokit.rest.actions.listArtifactsForRepo({ owner, repo, per_page: 100, page })
  for (const artifact of data.artifacts) {
    if (!isOld(artifact.created_at)) continue
    await octokit.rest.actions.deleteArtifact({ owner, repo, artifact_id: artifact.id })
    deleted += 1
  }
  seen += data.artifacts.length
  if (data.artifacts.length === 0 || seen >= data.total_count) break
}
console.log(`${deleted} deleted`)
