import { describe, expect, test } from '@jest/globals'
import type { Context } from '../../src/world.ts'
import { planRequest } from '../../src/fetch/plan-request.ts'
import { aContext } from '../support/builders.ts'
import { parseFetch, type With } from '../support/step.ts'
import { ask } from './world.ts'

const current = { kind: 'current', runId: 100 }

describe('where to look', () => {
  test.each<[string, With, object]>([
    ['nothing said: the current run', {}, current],
    ['just a name', { name: 'coverage' }, current],
    ['just sizes', { 'min-size': '1MB' }, current],
    ['the id of the current run is no selector', { 'run-id': '100' }, current],
    ['its URL neither', { 'run-id': 'https://github.com/octo/app/actions/runs/100' }, current],
    ['logs of the current run', { target: 'logs' }, current],
    ['the id of another run', { 'run-id': '7' }, { kind: 'runs', addresses: [{ id: 7 }] }],
    [
      'the current run and another',
      { 'run-id': '100\n7' },
      { kind: 'runs', addresses: [{ id: 100 }, { id: 7 }] },
    ],
    [
      'the current run, narrowed',
      { 'run-id': '100', branch: 'main' },
      { kind: 'runs', addresses: [{ id: 100 }] },
    ],
    [
      'a run of another repository by URL',
      { 'run-id': 'https://github.com/other/lib/actions/runs/100' },
      { kind: 'runs', addresses: [{ id: 100, repository: { owner: 'other', name: 'lib' } }] },
    ],
    [
      'an artifact',
      { 'artifact-id': '9' },
      { kind: 'artifacts', addresses: [{ id: 9, repository: { owner: 'octo', name: 'app' } }] },
    ],
    ['an artifact of some runs', { 'artifact-id': '9', 'run-id': '7' }, { kind: 'artifacts' }],
    ['a branch', { branch: 'main' }, { kind: 'search', isOfCurrentWorkflow: true }],
    ['a conclusion', { conclusion: 'any' }, { kind: 'search', isOfCurrentWorkflow: true }],
    ['an age', { 'newer-than': '1d' }, { kind: 'search', isOfCurrentWorkflow: true }],
    ['a history', { history: '3' }, { kind: 'search', isOfCurrentWorkflow: true }],
    ['a workflow', { workflow: 'ci.yml' }, { kind: 'search', isOfCurrentWorkflow: false }],
    [
      'another repository has no current run',
      { repository: 'other/lib', name: 'x' },
      { kind: 'search', isOfCurrentWorkflow: false, repository: { owner: 'other', name: 'lib' } },
    ],
    ['the own repository in another case', { repository: 'OCTO/App' }, current],
    [
      'a search on another server',
      { 'github-api-url': 'https://ghe.example.com/api/v3', branch: 'main' },
      { kind: 'search', isOfCurrentWorkflow: false },
    ],
  ])('%s', (_name, step, expected) => {
    expect(ask(step).request.ask).toMatchObject(expected)
  })

  test('outside of a run there must be a selector', () => {
    const context: Partial<Context> = { runId: null }
    expect(() => ask({}, context)).toThrow(/no current run/)
    expect(ask({ branch: 'main' }, context).request.ask).toMatchObject({ isOfCurrentWorkflow: false })
  })

  test('another server has no current run', () => {
    expect(() => ask({ 'github-api-url': 'https://ghe.example.com/api/v3' })).toThrow(/no current run/)
  })

  test('the API URL may end in a slash', () => {
    const inputs = parseFetch({})
    const request = planRequest({ ...inputs, apiUrl: 'https://API.github.com/' }, aContext())
    expect(request.ask).toMatchObject(current)
  })
})

describe('defaults', () => {
  const success = { includes: ['success'], excludes: [] }
  test.each<[string, With, object | null]>([
    ['a search for artifacts wants success', { branch: 'main' }, success],
    ['logs are of any run', { branch: 'main', target: 'logs' }, null],
    ['jobs too', { branch: 'main', target: 'jobs' }, null],
    ['an id is a full address', { 'run-id': '7' }, null],
    ['an artifact id is too', { 'artifact-id': '7' }, null],
    [
      'what is written out holds',
      { 'run-id': '7', conclusion: 'failure' },
      { includes: ['failure'], excludes: [] },
    ],
    ['any is no selector at all', { branch: 'main', conclusion: 'any' }, null],
  ])('conclusion: %s', (_name, step, expected) => {
    expect(ask(step).request.runSelectors.conclusion).toEqual(expected)
  })

  test.each<[string, With, string]>([
    ['one literal name', { name: 'coverage' }, 'flat'],
    ['one literal name and an exclude', { name: 'coverage\n!x' }, 'flat'],
    ['a pattern, even if it matches one', { name: 'coverage*' }, 'by-artifact'],
    ['two names', { name: 'a\nb' }, 'by-artifact'],
    ['all', {}, 'by-artifact'],
    ['only excludes', { name: '!a' }, 'by-artifact'],
    ['one artifact by id', { 'artifact-id': '1' }, 'flat'],
    ['two artifacts by id', { 'artifact-id': '1\n2' }, 'by-artifact'],
    ['a history', { name: 'coverage', history: '2' }, 'by-run'],
    ['two runs', { name: 'coverage', 'run-id': '1\n2' }, 'by-run'],
    ['one run, twice', { 'run-id': '1\nhttps://github.com/octo/app/actions/runs/1' }, 'by-artifact'],
    ['one run by id', { name: 'coverage', 'run-id': '1' }, 'flat'],
    ['said outright', { name: 'coverage', layout: 'by-run' }, 'by-run'],
    ['said outright against history', { history: '2', layout: 'flat' }, 'flat'],
    ['logs', { target: 'logs' }, 'by-run'],
  ])('layout: %s', (_name, step, expected) => {
    expect(ask(step).request.layout).toBe(expected)
  })

  test('pull-request names the merge base, or the runs, never both', () => {
    const mergeBase = ask({ 'pull-request': '7', commit: 'merge-base' }).request
    expect([mergeBase.pullRequest, mergeBase.mergeBaseOf]).toEqual([null, 7])
    const ofPull = ask({ 'pull-request': '7' }).request
    expect([ofPull.pullRequest, ofPull.mergeBaseOf]).toEqual([7, null])
  })

  test.each<[string, Partial<Context>, With, boolean]>([
    ['its own server', {}, {}, false],
    ['its own, GitHub Enterprise Server', { isGhes: true }, {}, true],
    ['github.com from there', { isGhes: true, apiUrl: 'https://ghe.corp/api/v3' }, {}, false],
    ['another one from github.com', {}, { 'github-api-url': 'https://ghe.corp/api/v3' }, true],
    ['a tenant of ghe.com', {}, { 'github-api-url': 'https://api.octo.ghe.com' }, false],
  ])('whether it is GitHub Enterprise Server: %s', (_name, context, step, expected) => {
    expect(ask({ branch: 'main', ...step }, context).request.isGhes).toBe(expected)
  })

  test('an id that is given twice is one', () => {
    const { request } = ask({ 'run-id': '7\nhttps://github.com/Octo/App/actions/runs/7' })
    expect(request.ask).toMatchObject({ addresses: [{ id: 7 }] })
  })
})
