import {
  ApiFailure,
  endpoint,
  idOf,
  notFound,
  publicRead,
  restrictedRead,
  textOf,
  write,
} from './endpoint.ts'
import type { ApiRequest, Endpoint } from './endpoint.ts'
import { pageOf } from './pagination.ts'
import { renderArtifact } from './render-runs.ts'
import { downloadUrl } from './storage.ts'
import { isExpired, latestAttempt } from './world.ts'
import type { Artifact } from './world.ts'
import { runOf } from './rest-runs.ts'

const read = publicRead('actions')

function artifactOf(request: ApiRequest): Artifact {
  const artifact = request.repository.artifacts.get(idOf(request, 'artifact_id'))
  if (artifact === undefined || !isListed(request, artifact)) throw notFound()
  return artifact
}

function isListed(request: ApiRequest, artifact: Artifact): boolean {
  if (request.profile.listsArtifactsOfUnfinishedRuns || artifact.run === null) return true
  return latestAttempt(artifact.run).status === 'completed'
}

function named(request: ApiRequest, artifacts: readonly Artifact[]): readonly Artifact[] {
  const name = request.query.get('name')
  const isAllListed = request.profile.listsArtifactsOfUnfinishedRuns
  if (isAllListed && (name === null || name === '')) return artifacts
  return artifacts.filter(
    (artifact) => (name === null || name === '' || artifact.name === name) && isListed(request, artifact),
  )
}

async function artifactListing(request: ApiRequest, artifacts: readonly Artifact[]) {
  const page = pageOf(request, artifacts)
  const total = artifacts.length
  const rendered = await Promise.all(
    page.rows.map((artifact) => renderArtifact(request.links, artifact, request.profile)),
  )
  const answer = { status: 200, json: { total_count: total, artifacts: rendered } } as const
  return page.link === undefined ? answer : { ...answer, link: page.link }
}

export const artifactEndpoints: readonly Endpoint[] = [
  endpoint('GET /repos/{owner}/{repo}/actions/artifacts', read, async (request) =>
    artifactListing(request, named(request, request.repository.artifacts.list())),
  ),

  endpoint('GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts', read, async (request) => {
    const artifacts = named(request, request.repository.artifacts.listBy(runOf(request).id))
    return artifactListing(
      request,
      request.query.get('direction') === 'asc' ? artifacts.toReversed() : artifacts,
    )
  }),

  endpoint('GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}', read, async (request) => ({
    status: 200,
    json: await renderArtifact(request.links, artifactOf(request), request.profile),
  })),

  endpoint('DELETE /repos/{owner}/{repo}/actions/artifacts/{artifact_id}', write('actions'), (request) => {
    request.repository.artifacts.delete(artifactOf(request).id)
    return { status: 204 }
  }),

  endpoint(
    'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
    restrictedRead('actions'),
    (request) => {
      if (textOf(request, 'archive_format') !== 'zip') throw notFound()
      const artifact = artifactOf(request)
      if (isExpired(artifact)) {
        throw new ApiFailure(410, 'Artifact has expired', {
          documentation: 'https://docs.github.com/rest/actions/artifacts#download-an-artifact',
        })
      }
      return { status: 302, location: downloadUrl(request.signer, artifact, request.profile.signedUrlMs) }
    },
  ),
]
