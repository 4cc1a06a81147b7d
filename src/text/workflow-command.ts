/**
 * Splits text into lines that the runner cannot take for a workflow command. It takes a line that starts with
 * `::` (after white space) for one, and in the old form one that holds `##[` anywhere; names of artifacts,
 * branches and jobs are chosen by whoever opens a pull request.
 */
export const inertLines = (text: string): readonly string[] =>
  text.split(/\r\n|[\r\n\u0085\u2028\u2029]/).map((line) =>
    line
      // A zero-width space is no white space to the runner's trim, so the marker is no longer at the start.
      .replace(/^(\s*)::/, '$1\u200b::')
      .replaceAll('##[', '#\u200b#['),
  )
