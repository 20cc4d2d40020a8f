'use client';
import { useTranslations } from 'use-intl/react';
import { FAILURES, type Failure } from '#server/domain/failures.ts';

export type FailureText = {
  label: string;
  /** The grey cause beside the label. */
  short: string;
  message: string;
  advice: string[];
};

/** 错误详情 and 处理建议 of a failed deployment, in words. */
export function useFailureText(): (failure: Pick<Failure, 'code' | 'params'>) => FailureText {
  const t = useTranslations('failures');
  return ({ code, params }) => {
    const values = withDefaults(params);
    return {
      label: t(`${code}.label`),
      short: t(`${code}.short`, values),
      message: t(`${code}.message`, values).trim(),
      advice: adviceNumbers(code).map((number) => t(`${code}.advice.${number}`, values)),
    };
  };
}

/** What the texts choose by, where the server left it out. */
function withDefaults(params: Failure['params']): Failure['params'] {
  return { ...params, found: params.found ?? 'unknown' };
}

function adviceNumbers(code: Failure['code']): ('1' | '2')[] {
  return Array.from({ length: FAILURES[code].advice.length }, (_, index) => String(index + 1) as '1' | '2');
}
