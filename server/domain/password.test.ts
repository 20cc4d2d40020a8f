import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passwordIssue } from '#server/domain/password.ts';

const OWNER = { email: 'Lin.Chen@example.com', name: '陈琳 Chen Lin' };
const LIST = new Set(['sunshine', 'qwertyuiop', '1234567890', 'iloveyou']);

function issueOf(password: string) {
  return passwordIssue(password, OWNER, (text) => LIST.has(text));
}

for (const [password, issue, why] of [
  ['', 'password_too_short', 'nothing'],
  ['nine char', 'password_too_short', 'nine characters'],
  ['密码密码密码密码密', 'password_too_short', 'nine characters of more bytes each'],
  ['ten chars!', null, 'ten characters'],
  ['correct horse battery', null, 'a few words'],
  ['云泊发布新版本一点一点', null, 'words of another script'],
  [`${'correct horse '.repeat(18)}end!`, null, '256 characters'],
  [`${'correct horse '.repeat(18)}ends!`, 'password_too_long', '257 characters'],
  ['qwertyuiop', 'password_too_common', 'a listed one'],
  ['QwertyUIOP', 'password_too_common', 'a listed one in capitals'],
  ['Sunshine2026!', 'password_too_common', 'a listed one with a year and a sign'],
  ['!!iloveyou!!', 'password_too_common', 'a listed one between signs'],
  ['sunshine and eleven geese', null, 'a listed one as a word among others'],
  ['9384750193-sunshine', null, 'a listed one that is the smaller part'],
  ['abcabcabcabc', 'password_too_common', 'a short text again and again'],
  ['aaaaaaaaaabbb', 'password_too_common', 'hardly any different characters'],
  ['lin.chen@example.com', 'password_personal', 'the address'],
  ['LIN.CHEN2026', 'password_personal', 'the address before the @, and a year'],
  ['陈琳 chen lin!', 'password_personal', 'the name'],
  ['lin.chen feeds eleven geese', null, 'the name in something longer'],
] as const) {
  test(`as a password, ${why} is ${issue ?? 'good'}`, () => assert.equal(issueOf(password), issue));
}
