/**
 * Elements of the page. Text goes in as text, never as markup: names in a report are chosen by whoever can open a pull
 * request.
 */
import { cleanLine } from '../../text/markdown.ts'

export type Child = Node | string | null

/** An element with attributes and children; strings become text, null is left out. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children.filter((child) => child !== null))
  return element
}

/** A hostile name: one line, and its direction kept to itself. */
export const nameOf = (text: string): HTMLElement =>
  el('bdi', { class: 'name' }, text.trim() === '' ? '(no name)' : cleanLine(text))

/** A link with a hostile text; just the text where the address is no http(s) one. */
export function linkTo(text: string, url: string): HTMLElement {
  const isSafe = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
  if (!isSafe) return nameOf(text)
  return el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, nameOf(text))
}

/** A real button. */
export function button(
  label: string,
  onClick: () => void,
  attributes: Readonly<Record<string, string>> = {},
) {
  const element = el('button', { type: 'button', ...attributes }, label)
  element.addEventListener('click', onClick)
  return element
}

/** A part of the page with its heading. */
export const section = (title: string, ...children: readonly Child[]): HTMLElement =>
  el('section', {}, el('h2', {}, title), ...children)

export interface Tile {
  readonly label: string
  readonly value: string
  readonly note?: string
  readonly tone?: 'good' | 'bad'
}

/** The numbers that one looks at first. */
export const tiles = (items: readonly Tile[]): HTMLElement =>
  el(
    'dl',
    { class: 'tiles' },
    ...items.map(({ label, value, note, tone }) =>
      el(
        'div',
        { class: `tile ${tone ?? ''}`.trim() },
        el('dt', {}, label),
        el('dd', {}, value, note === undefined || note === '' ? null : el('span', { class: 'note' }, note)),
      ),
    ),
  )

/** Sentences about what is missing; nothing for none. */
export const noticeList = (notices: readonly string[]): HTMLElement | null =>
  notices.length === 0
    ? null
    : el('ul', { class: 'notices' }, ...notices.map((notice) => el('li', {}, cleanLine(notice))))
