/**
 * What actions/download-artifact does with a token: list the run's artifacts and download all of them at once through
 * @actions/artifact. Arguments: owner, name, run id, target folder; the token is in TOKEN.
 */
import { join } from 'node:path'
import { DefaultArtifactClient } from '@actions/artifact'

const [owner = '', name = '', runId = '', folder = ''] = process.argv.slice(2)
const client = new DefaultArtifactClient()
const findBy = {
  token: process.env['TOKEN'] ?? '',
  workflowRunId: Number(runId),
  repositoryOwner: owner,
  repositoryName: name,
}
const { artifacts } = await client.listArtifacts({ latest: true, findBy })
await Promise.all(
  artifacts.map(async (artifact) => {
    const target = artifacts.length === 1 ? folder : join(folder, artifact.name)
    const { digestMismatch } = await client.downloadArtifact(artifact.id, {
      findBy,
      path: target,
      ...(artifact.digest === undefined ? {} : { expectedHash: artifact.digest }),
    })
    if (digestMismatch === true) throw new Error(`digest of ${artifact.name}`)
  }),
)
