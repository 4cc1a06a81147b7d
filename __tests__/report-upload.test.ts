import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { publishReport, type ReportRequest, type UploadArtifact } from '../src/report-upload.ts'
import type { World } from '../src/world.ts'
import { worldOf } from './summarise/repository/support.ts'

let tempFolder: string
beforeEach(() => {
  tempFolder = mkdtempSync(path.join(tmpdir(), 'report-'))
})
afterEach(() => {
  rmSync(tempFolder, { recursive: true })
})

const request = (fields: Partial<ReportRequest> = {}): ReportRequest => ({
  folder: 'run-1-1',
  json: '{}\n',
  markdown: '# page\n',
  html: () => Promise.resolve('<!doctype html>'),
  artifactName: 'ci-report',
  ...fields,
})

interface Uploaded {
  readonly upload: UploadArtifact
  readonly calls: Parameters<UploadArtifact>[0][]
}

function recorder(): Uploaded {
  const calls: Parameters<UploadArtifact>[0][] = []
  return {
    calls,
    upload: (artifact) => {
      calls.push(artifact)
      return Promise.resolve({ id: 7, sizeBytes: 100 })
    },
  }
}

const world = (context: Parameters<typeof worldOf>[1] = { tempFolder }): World => worldOf([], context)

test('uploads the three files of one folder, and outputs two of their paths', async () => {
  const { upload, calls } = recorder()
  const published = await publishReport(request(), world(), upload)
  const folder = path.join(tempFolder, 'actions-steward', 'run-1-1')
  expect(calls).toEqual([
    {
      name: 'ci-report',
      folder,
      files: ['report.json', 'report.md', 'report.html'].map((name) => path.join(folder, name)),
    },
  ])
  expect(published).toEqual({
    outputs: { 'report-json': path.join(folder, 'report.json'), 'report-md': path.join(folder, 'report.md') },
    annotations: [],
    failure: null,
  })
  expect(readFileSync(path.join(folder, 'report.html'), 'utf8')).toBe('<!doctype html>')
})

test('without a name there are two files, no page is made and nothing is uploaded', async () => {
  const { upload, calls } = recorder()
  const html = (): Promise<string> => Promise.reject(new Error('not asked for'))
  const { outputs, failure } = await publishReport(request({ artifactName: null, html }), world(), upload)
  expect(calls).toEqual([])
  expect(failure).toBeNull()
  expect(readFileSync(outputs['report-md'], 'utf8')).toBe('# page\n')
  expect(existsSync(path.join(path.dirname(outputs['report-md']), 'report.html'))).toBe(false)
})

test.each([
  [
    'on GitHub Enterprise Server',
    (given: World): World => ({ ...given, context: { ...given.context, isGhes: true } }),
    'GitHub Enterprise Server',
  ],
  [
    'where the runner offers no service',
    (given: World): World => ({ ...given, results: null }),
    'no artifact service',
  ],
])('%s the files stay, and it is said', async (_, change, reason) => {
  const { upload, calls } = recorder()
  const { annotations, failure, outputs } = await publishReport(request(), change(world()), upload)
  expect(calls).toEqual([])
  expect(failure).toBeNull()
  expect(annotations).toEqual([{ level: 'notice', message: expect.stringContaining(reason) }])
  expect(annotations[0]?.message).toContain(path.dirname(outputs['report-json']))
  expect(existsSync(path.join(path.dirname(outputs['report-json']), 'report.html'))).toBe(true)
})

describe('what goes wrong', () => {
  test('with the upload is a failure that names the artifact and keeps the paths', async () => {
    const { failure, outputs } = await publishReport(request(), world(), () =>
      Promise.reject(new Error('(409) Conflict: an artifact with this name already exists')),
    )
    expect(failure?.message).toContain('"ci-report"')
    expect(failure?.message).toContain('409')
    expect(failure?.hint).toContain('give report another')
    expect(existsSync(outputs['report-json'])).toBe(true)
  })

  test('with the disk is a failure where an artifact was asked for, else a warning', async () => {
    writeFileSync(path.join(tempFolder, 'actions-steward'), 'a file where a folder should be')
    const { upload, calls } = recorder()
    const asked = await publishReport(request(), world(), upload)
    expect(asked.failure?.message).toContain('could not be written')
    expect(asked.outputs).toEqual({ 'report-json': '', 'report-md': '' })
    const unasked = await publishReport(request({ artifactName: null }), world(), upload)
    expect(unasked.failure).toBeNull()
    expect(unasked.annotations).toEqual([
      { level: 'warning', message: expect.stringContaining('could not be written') },
    ])
    expect(calls).toEqual([])
  })

  test('by a cancellation is no failure of the upload', async () => {
    const controller = new AbortController()
    const cancelled = publishReport(request(), { ...world(), signal: controller.signal }, () => {
      controller.abort(new Error('Cancelled by SIGTERM.'))
      return Promise.reject(new Error('socket hang up'))
    })
    await expect(cancelled).rejects.toThrow('Cancelled by SIGTERM.')
  })
})
