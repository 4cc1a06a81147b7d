import type { Job } from './world.ts'

/** Logs as a runner writes them: a byte-order mark, seven digits of a second, groups, colours, error lines. */
const stamp = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, -1)}0000Z`

const green = (text: string): string => `\u001B[32m${text}\u001B[0m`
const red = (text: string): string => `\u001B[31m${text}\u001B[39m`

/** What one step prints, without timestamps. */
type StepLines = (stepName: string) => readonly string[]

const setUp = (job: Job): readonly string[] => [
  "Current runner version: '2.336.0'",
  '##[group]Operating System',
  job.labels[0] ?? 'ubuntu-latest',
  '##[endgroup]',
  `Complete job name: ${job.name}`,
]

const running: StepLines = (name) => [
  `##[group]Run ${name}`,
  `\u001B[36;1m${name}\u001B[0m`,
  'shell: /usr/bin/bash -e {0}',
  '##[endgroup]',
]

function testLines(failing: string | null): readonly string[] {
  const passed = ['cart', 'catalogue', 'search', 'login'].map(
    (suite) => `${green('PASS')} src/${suite}.test.ts`,
  )
  if (failing === null) return [...passed, `Tests:       ${green('212 passed')}, 212 total`]
  return [
    ...passed,
    `${red('FAIL')} src/checkout.test.ts`,
    `  ${red('●')} checkout › ${failing}`,
    '',
    '    expect(received).toBe(expected) // Object.is equality',
    '',
    `    Expected: ${green('"paid"')}`,
    `    Received: ${red('"pending"')}`,
    '',
    '      41 |     await checkout.pay(order)',
    "    > 42 |     expect(order.state).toBe('paid')",
    '         |                         ^',
    '      at Object.<anonymous> (src/checkout.test.ts:42:25)',
    '',
    `Tests:       ${red('1 failed')}, ${green('211 passed')}, 212 total`,
    '##[error]Process completed with exit code 1.',
  ]
}

/** A log that fits the job's steps and result. `failing` is the test that a failed job reports. */
export function jobLog(job: Job, failing = 'takes a payment'): string {
  const lines: string[] = []
  for (const step of job.steps) {
    const at = step.startedAt ?? job.startedAt
    const hasFailed = step.conclusion === 'failure'
    const body =
      step.number === 1
        ? setUp(job)
        : step.name.includes('test')
          ? [...running(step.name), ...testLines(hasFailed ? failing : null)]
          : [
              ...running(step.name),
              ...(hasFailed ? ['##[error]Process completed with exit code 1.'] : ['done']),
            ]
    if (step.conclusion !== 'skipped')
      body.forEach((line, index) => lines.push(`${stamp(at + index * 7)} ${line}`))
  }
  return `\uFEFF${lines.join('\n')}\n`
}

/** The end of a job whose runner went away. */
export const lostRunnerLog = (job: Job): string =>
  `\uFEFF${stamp(job.startedAt)} ##[group]Run npm test\n${stamp(job.startedAt + 900)} ##[endgroup]\n${stamp((job.completedAt ?? job.startedAt) - 50)} ##[error]The runner has received a shutdown signal. This can happen when the runner service is stopped, or a manually started runner is canceled.\n${stamp(job.completedAt ?? job.startedAt)} ##[error]The operation was canceled.\n`
