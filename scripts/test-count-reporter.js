/** Closes a test run with one plain line that any CI can read: how many tests passed and failed. */
export default class TestCountReporter {
  onRunComplete(_contexts, results) {
    const failedSuites = results.numRuntimeErrorTestSuites
    const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : ''
    console.log(
      `\n${results.numPassedTests} passed, ${results.numFailedTests + failedSuites} failed${skipped}`,
    )
  }
}
