import type { Artifact, ArtifactRun } from '../model.ts'
import {
  DecodeError,
  isTrueAt,
  numberAt,
  numberOrNull,
  objectOrNull,
  textAt,
  textOrNull,
  timeOrNull,
  type Json,
} from './decode-json.ts'

/** An artifact as the REST API lists it. */
export const decodeArtifact = (json: Json): Artifact => ({
  id: numberAt(json, 'id'),
  name: textAt(json, 'name'),
  sizeBytes: numberAt(json, 'size_in_bytes'),
  digest: textOrNull(json, 'digest'),
  isExpired: isTrueAt(json, 'expired'),
  createdAtMs: createdAt(json),
  expiresAtMs: timeOrNull(json, 'expires_at'),
  run: decodeArtifactRun(objectOrNull(json, 'workflow_run')),
})

/** The API may leave `created_at` null; the times that stand in are later, so that no artifact looks too old. */
function createdAt(json: Json): number {
  const timeMs =
    timeOrNull(json, 'created_at') ?? timeOrNull(json, 'updated_at') ?? timeOrNull(json, 'expires_at')
  if (timeMs === null) throw new DecodeError('created_at is missing, and so are updated_at and expires_at')
  return timeMs
}

function decodeArtifactRun(json: Json | null): ArtifactRun | null {
  const id = json === null ? null : numberOrNull(json, 'id')
  if (json === null || id === null) return null
  return {
    id,
    headBranch: textOrNull(json, 'head_branch'),
    headSha: textOrNull(json, 'head_sha'),
    repositoryId: numberOrNull(json, 'repository_id'),
    headRepositoryId: numberOrNull(json, 'head_repository_id'),
  }
}
