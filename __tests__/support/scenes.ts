/** Scenes that are closed at the end of each test, with the assertion that GitHub answered as GitHub does. */
import { afterEach, expect } from '@jest/globals'
import { openScene, type Scene, type SceneOptions } from './scene.ts'

/** Hands back what opens a scene; call it once, at the top of a test file. */
export function useScenes(): (options?: SceneOptions) => Promise<Scene> {
  const scenes: Scene[] = []
  afterEach(async () => {
    const open = scenes.splice(0)
    for (const scene of open) expect(scene.sandbox.violations).toEqual([])
    await Promise.all(open.map((scene) => scene.close()))
  })
  return async (options = {}) => {
    const scene = await openScene(options)
    scenes.push(scene)
    return scene
  }
}
