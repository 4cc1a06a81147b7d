/**
 * GitHub's own parser of workflow and action files. The package imports its JSON schemas without the import attribute
 * that Node asks for, as only bundlers allow, so a loader hook adds it.
 */
import { registerHooks } from 'node:module'

registerHooks({
  load: (url, context, nextLoad) =>
    nextLoad(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
})

export const { NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser')
export const { convertActionTemplate, parseAction } = await import('@actions/workflow-parser/actions/index')
