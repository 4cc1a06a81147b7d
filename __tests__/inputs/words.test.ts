import { expect, test } from '@jest/globals'
import { parseActors, parseConclusions, parseEvents } from '../../src/inputs/words.ts'
import { expectRefusal } from '../support/refusal.ts'

test.each([
  ['success', ['success'], []],
  ['success, failure\n!cancelled', ['success', 'failure'], ['cancelled']],
  [
    'in_progress,queued,completed,waiting,pending,requested',
    ['in_progress', 'queued', 'completed', 'waiting', 'pending', 'requested'],
    [],
  ],
  [
    'startup_failure,stale,neutral,skipped,timed_out,action_required',
    ['startup_failure', 'stale', 'neutral', 'skipped', 'timed_out', 'action_required'],
    [],
  ],
  ['success,success', ['success'], []],
  ['!success', [], ['success']],
  ['any', ['any'], []],
])('conclusions %j', (text, includes, excludes) =>
  expect(parseConclusions(text)).toEqual({ includes, excludes }),
)

test.each([
  ['canceled', 'canceled', 'did you mean cancelled?'],
  ['sucess', 'sucess', 'did you mean success?'],
  ['Success', 'Success', 'did you mean success?'],
  ['failed', 'failed', 'no conclusion or status'],
  ['green', 'green', 'no conclusion or status'],
  ['succ*', 'succ*', 'no conclusion or status'],
  ['any, success', 'any', 'beside other words'],
  ['!any', '!any', 'beside other words'],
  ['!', '!', 'excludes nothing'],
  ['success, !success', 'success, !success', 'excludes everything'],
])('no conclusions %j', (text, value, reason) => expectRefusal(() => parseConclusions(text), value, reason))

test.each([
  ['push, pull_request', ['push', 'pull_request'], []],
  ['!schedule', [], ['schedule']],
  // GitHub adds to its events.
  ['model_training', ['model_training'], []],
])('events %j', (text, includes, excludes) => expect(parseEvents(text)).toEqual({ includes, excludes }))

test.each([
  ['pul_request', 'pul_request', 'did you mean pull_request?'],
  ['!schedul', '!schedul', 'did you mean schedule?'],
  ['Push', 'Push', 'did you mean push?'],
  ['pull_request*', 'pull_request*', 'did you mean'],
  ['two words', 'two words', 'no event'],
])('no events %j', (text, value, reason) => expectRefusal(() => parseEvents(text), value, reason))

test.each([
  ['octocat', ['octocat'], []],
  ['dependabot[bot], !some_user', ['dependabot[bot]'], ['some_user']],
])('actors %j', (text, includes, excludes) => expect(parseActors(text)).toEqual({ includes, excludes }))
test.each([
  ['@octocat', '@octocat'],
  ['octo*', 'octo*'],
  ['octo cat', 'octo cat'],
  ['octo[bots]', 'octo[bots]'],
])('no actors %j', (text, value) => expectRefusal(() => parseActors(text), value, 'no login'))
