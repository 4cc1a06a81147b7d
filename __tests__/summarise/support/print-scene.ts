/**
 * Prints the page of a scene: `node __tests__/summarise/support/print-scene.ts green`. A golden page is changed by hand
 * with its output, and read before it is committed; no test writes one.
 */
import { pageOf, scenes } from './scenes.ts'

const [name = ''] = process.argv.slice(2)
const scene = scenes[name]
if (scene === undefined)
  throw new Error(`There is no scene "${name}"; there are ${Object.keys(scenes).join(', ')}.`)
process.stdout.write(pageOf(scene()))
