import { uuidOf } from './identity.ts'
import type { Signer } from './signed-url.ts'
import type { Artifact, Job, Run } from './world.ts'

/** Paths of the blob host, and signed URLs to them. The paths only have to look like GitHub's and be unambiguous. */
export const artifactPath = (artifact: Artifact): string => {
  const folder = uuidOf(`storage ${artifact.repository.id}`)
  const isZip = artifact.contentType === 'application/zip'
  return `/actions-results/${folder}/workflow-job-run-${uuidOf(`upload ${artifact.id}`)}/artifacts/${artifact.id}${isZip ? '.zip' : ''}`
}

export const uploadPath = (uploadId: number): string =>
  `/actions-results/uploads/workflow-job-run-${uuidOf(`upload ${uploadId}`)}/artifacts/${uploadId}`

export const jobLogPath = (job: Job): string =>
  `/actions-results/${uuidOf(`storage ${job.run.repository.id}`)}/workflow-job-run-${uuidOf(`job ${job.id}`)}/logs/job/${job.id}.txt`

export const runLogPath = (run: Run, attempt: number): string =>
  `/actions-results/${uuidOf(`storage ${run.repository.id}`)}/logs/${run.id}-${attempt}.zip`

/** `attachment; filename=…` as GitHub signs it into the URL, with the UTF-8 form for names that need it. */
export function contentDisposition(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]|["\\]/g, '_')
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

export const downloadUrl = (signer: Signer, artifact: Artifact, lifetimeMs: number): string =>
  signer.sign({
    path: artifactPath(artifact),
    action: 'r',
    lifetimeMs,
    contentType: artifact.contentType,
    contentDisposition: contentDisposition(artifact.fileName),
  })
