/**
 * What dawidd6/action-download-artifact does: one artifact after the other, the whole zip in memory, unpacked by adm-zip.
 * Arguments: owner, name, run id, target folder; the token is in TOKEN.
 */
import { join } from 'node:path'
import { getOctokit } from '@actions/github'
import AdmZip from 'adm-zip'

const [owner = '', repo = '', runId = '', folder = ''] = process.argv.slice(2)
const octokit = getOctokit(process.env['TOKEN'] ?? '')
const artifacts = await octokit.paginate(octokit.rest.actions.listWorkflowRunArtifacts, {
  owner,
  repo,
  run_id: Number(runId),
})
for (const artifact of artifacts) {
  const zip = await octokit.rest.actions.downloadArtifact({
    owner,
    repo,
    artifact_id: artifact.id,
    archive_format: 'zip',
  })
  const target = artifacts.length === 1 ? folder : join(folder, artifact.name)
  new AdmZip(Buffer.from(zip.data)).extractAllTo(target, true)
}
