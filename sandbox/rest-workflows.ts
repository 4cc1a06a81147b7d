import { endpoint, notFound, publicRead, textOf } from './endpoint.ts'
import type { ApiRequest, Endpoint } from './endpoint.ts'
import { listing } from './pagination.ts'
import { renderWorkflow } from './render-runs.ts'
import type { Workflow } from './world.ts'

const read = publicRead('actions')

/** By id or by file name; a deleted workflow is found by id only. */
export function workflowOf(request: ApiRequest): Workflow {
  const key = textOf(request, 'workflow_id')
  const { workflows } = request.repository
  const found = /^\d+$/.test(key)
    ? workflows.get(Number(key))
    : workflows
        .list()
        .find((workflow) => workflow.state !== 'deleted' && workflow.path === `.github/workflows/${key}`)
  if (found === undefined) throw notFound()
  return found
}

export const workflowEndpoints: readonly Endpoint[] = [
  endpoint('GET /repos/{owner}/{repo}/actions/workflows', read, (request) => {
    const workflows = request.repository.workflows.list()
    return listing(request, workflows, (page) => ({
      total_count: workflows.length,
      workflows: page.map((workflow) => renderWorkflow(request.links, workflow)),
    }))
  }),

  endpoint('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}', read, (request) => ({
    status: 200,
    json: renderWorkflow(request.links, workflowOf(request)),
  })),
]
