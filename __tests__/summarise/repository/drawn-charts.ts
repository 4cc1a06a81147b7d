/** What real Mermaid would draw of a pie and of an xychart, labels with their entities decoded. */
import '../../support/mermaid.ts'

const { default: mermaid } = await import('mermaid')

export interface DrawnPie {
  readonly title: string
  readonly slices: readonly (readonly [label: string, value: number])[]
}

export async function drawnPie(code: string): Promise<DrawnPie> {
  const pie = (await read(code)) as { getSections(): Map<string, number>; getDiagramTitle(): string }
  return {
    title: decoded(pie.getDiagramTitle()),
    slices: [...pie.getSections()].map(([label, value]) => [decoded(label), value] as const),
  }
}

export interface DrawnXyChart {
  readonly title: string
  readonly labels: readonly string[]
  readonly yTitle: string
  readonly yMax: number
  readonly plots: readonly { readonly kind: string; readonly values: readonly number[] }[]
}

interface XyData {
  readonly xAxis: { readonly categories: readonly string[] }
  readonly yAxis: { readonly title: string; readonly max: number }
  readonly plots: readonly { readonly type: string; readonly data: readonly (readonly [string, number])[] }[]
}

export async function drawnXyChart(code: string): Promise<DrawnXyChart> {
  const chart = (await read(code)) as { getXYChartData(): XyData; getDiagramTitle(): string }
  const { xAxis, yAxis, plots } = chart.getXYChartData()
  return {
    title: decoded(chart.getDiagramTitle()),
    labels: xAxis.categories.map(decoded),
    yTitle: decoded(yAxis.title),
    yMax: yAxis.max,
    plots: plots.map(({ type, data }) => ({ kind: type, values: data.map(([, value]) => value) })),
  }
}

async function read(code: string): Promise<unknown> {
  await mermaid.parse(code)
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- `parse` says only whether it is valid
  return (await mermaid.mermaidAPI.getDiagramFromText(code)).db
}

/** Mermaid keeps `#58;` as a placeholder until the SVG is made; this is what a reader sees then. */
const decoded = (text: string): string =>
  text.replace(/ﬂ°°(\d+)¶ß/g, (_, code: string) => String.fromCodePoint(Number(code))).trim()
