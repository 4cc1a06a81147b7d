/**
 * What json-imports.js is for Node, as a transform of jest, which warns about each import of JSON without an attribute:
 * it adds the attribute to those of GitHub's parser.
 */
export default {
  process: (source) => ({ code: source.replaceAll(/from "[^"]+\.json"/g, "$& with { type: 'json' }") }),
}
