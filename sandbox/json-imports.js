/**
 * Preload (`node --import`) for what reads action.yml or workflows: GitHub's parser imports its JSON schemas without the
 * import attribute that Node asks for, as only bundlers allow, so a loader hook adds it.
 */
import { registerHooks } from 'node:module'

registerHooks({
  load: (url, context, nextLoad) =>
    nextLoad(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
})
