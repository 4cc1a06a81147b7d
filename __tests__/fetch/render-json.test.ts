/** The JSON files that a fetch writes, held to their documented schemas. */
import { expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { renderJobs } from '../../src/fetch/render-jobs.ts'
import { renderManifest } from '../../src/fetch/render-manifest.ts'
import { aJob, anArtifact, aRun, aStep } from '../support/builders.ts'
import { downloadedOf, outcomeOf, takenOf } from './outcome.ts'

const schemaOf = (name: string) =>
  new Ajv({ strict: true, allowUnionTypes: true }).compile(
    JSON.parse(
      readFileSync(path.resolve(import.meta.dirname, `../../docs/schemas/${name}.schema.json`), 'utf8'),
    ),
  )
const problemsOf = (name: string, text: string): unknown => {
  const validate = schemaOf(name)
  return validate(JSON.parse(text)) ? [] : validate.errors
}
const run = aRun({ id: 7 })

test('the manifest', () => {
  const outcome = outcomeOf(
    { branch: 'main', name: 'a\nb' },
    {
      taken: [
        takenOf(run, [anArtifact({ id: 1, name: 'a' }), anArtifact({ id: 2, name: 'b', digest: null })]),
      ],
    },
  )
  const { files, artifacts } = downloadedOf(outcome)
  const link = files.map((file) => ({
    ...file,
    publish: { ...file.publish, file: { ...file.publish.file, kind: 'symlink', linkTarget: 'x' } as const },
  }))
  for (const target of ['artifacts', 'logs', 'jobs'] as const) {
    const manifest = {
      target,
      path: '/target',
      runs: outcome.plan?.findings.taken ?? [],
      artifacts,
      files: [...files, ...link],
    }
    expect(problemsOf('manifest', [...renderManifest(manifest)].join(''))).toEqual([])
  }
})

test('an empty manifest, and one of the current run', () => {
  const empty = { target: 'artifacts', path: '/target', runs: [], artifacts: [], files: [] } as const
  expect(JSON.parse([...renderManifest(empty)].join(''))).toMatchObject({ files: [] })
  const taken = takenOf(run, [], {
    run: null,
    identity: { ...takenOf(run, []).identity, number: null, createdAtMs: null },
  })
  expect(problemsOf('manifest', [...renderManifest({ ...empty, runs: [taken] })].join(''))).toEqual([])
})

test('a manifest has one file a line', () => {
  const outcome = outcomeOf(
    { branch: 'main' },
    { taken: [takenOf(run, [anArtifact({ id: 1 }), anArtifact({ id: 2, name: 'b' })])] },
  )
  const { files, artifacts } = downloadedOf(outcome)
  const lines = [...renderManifest({ target: 'artifacts', path: '/t', runs: [], artifacts, files })]
    .join('')
    .split('\n')
  expect(
    lines.slice(1, -2).map((line) => JSON.parse(line.replace(/,?$/, '').replace(/^,/, ''))['artifact']),
  ).toEqual([1, 2])
})

test('jobs.json', () => {
  const numbered = [
    aJob({ id: 1, steps: [aStep(), aStep({ startedAtMs: null, completedAtMs: null, conclusion: null })] }),
    aJob({ id: 2, attempt: 2, status: 'queued', conclusion: null }),
  ].map((job, index) => ({ job, place: index + 1, of: 2 }))
  const text = renderJobs(takenOf(run, [], { jobs: numbered }))
  expect(problemsOf('jobs', text)).toEqual([])
  expect(JSON.parse(text).attempts.map(({ attempt }: { attempt: number }) => attempt)).toEqual([1, 2])
  expect(problemsOf('jobs', renderJobs(takenOf(run, [], { run: null, jobs: numbered })))).toEqual([])
})
