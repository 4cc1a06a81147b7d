import { expect, test } from '@jest/globals'
import {
  decodeContentLength,
  decodeContentRange,
  decodeFileName,
  decodeRetryAfterMs,
  isZipAnswer,
} from '../../src/archive/decode-headers.ts'

test.each([
  ['bytes 0-9/100', { first: 0, last: 9, totalBytes: 100 }],
  ['bytes 90-99/100', { first: 90, last: 99, totalBytes: 100 }],
  ['Bytes 0-0/1', { first: 0, last: 0, totalBytes: 1 }],
  ['bytes 0-9/*', { first: 0, last: 9, totalBytes: null }],
  ['bytes */100', null],
  ['bytes 9-0/100', null],
  ['bytes 0-100/100', null],
  ['bytes 0-9', null],
  ['items 0-9/100', null],
  ['bytes 0-99999999999999999999/*', null],
  ['', null],
])('content-range %j is %j', (value, expected) => {
  expect(decodeContentRange({ 'content-range': value })).toEqual(expected)
})

test.each([
  ['0', 0],
  [' 123 ', 123],
  ['-1', null],
  ['1e3', null],
  ['', null],
  ['99999999999999999999', null],
])('content-length %j is %j', (value, expected) => {
  expect(decodeContentLength({ 'content-length': value })).toBe(expected)
})

test.each([
  ['application/zip', 'https://host/blob', true],
  ['Application/ZIP; charset=binary', 'https://host/blob', true],
  ['application/x-zip-compressed', 'https://host/blob', true],
  ['application/zip-compressed', 'https://host/blob', true],
  ['application/octet-stream', 'https://host/blob', false],
  ['', 'https://host/a.ZIP?sig=x', true],
  ['text/html', 'https://host/a?name=b.zip', false],
  ['application/zipper', 'https://host/a', false],
  ['', 'no URL', false],
])('type %j at %s claims to be a zip: %j', (type, url, expected) => {
  expect(isZipAnswer({ 'content-type': type }, url)).toBe(expected)
})

test.each([
  ['attachment; filename="report.txt"', 'report.txt'],
  ['attachment; filename=report.txt', 'report.txt'],
  ['attachment;filename = report.txt ; size=3', 'report.txt'],
  ['attachment; filename="a \\"quoted\\" name.txt"', 'a _quoted_ name.txt'],
  ['attachment; filename="semi;colon.txt"', 'semi;colon.txt'],
  [`attachment; filename="x"; filename*=UTF-8''n%C3%A4me.txt`, 'näme.txt'],
  ["attachment; filename*=utf-8'en'a.txt", 'a.txt'],
  ["attachment; filename*=UTF-8''%zz", '%zz'],
  ['attachment; filename="/etc/passwd"', 'passwd'],
  ['attachment; filename="C:\\\\dir\\\\a.txt"', 'a.txt'],
  ['attachment; filename=".."', '__'],
  ['attachment; filename="dir/"', null],
  ['attachment; xfilename="no"', null],
  ['attachment', null],
  ['', null],
])('disposition %j names %j', (value, expected) => {
  expect(decodeFileName({ 'content-disposition': value })).toBe(expected)
})

test.each([
  ['0', 0],
  ['120', 120_000],
  ['Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
  ['Wed, 21 Oct 2026 07:27:00 GMT', 0],
  ['soon', null],
  ['', null],
])('retry-after %j is %j ms', (value, expected) => {
  expect(decodeRetryAfterMs({ 'retry-after': value }, Date.parse('2026-10-21T07:28:00Z'))).toBe(expected)
})
