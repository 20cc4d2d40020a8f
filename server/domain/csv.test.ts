import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvLine } from '#server/domain/csv.ts';

test('no field is a formula to a spreadsheet, and none breaks out of its quotes', () => {
  const fields = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', 'a"b', 'a,b\n', null, -5];
  assert.equal(
    csvLine(fields),
    `"'=1+1","'+1","'-1","'@SUM(A1)","'\t=1","'\r=1","' =1","'＝1","a""b","a,b\n","","-5"\r\n`,
  );
});
