'use client';
import { Field } from '@base-ui/react/field';
import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';
import { BOX } from '#components/ui/text-input.tsx';

/** Several lines; stands in a `Field`, or carries `aria-label`. Grows with its text up to 12 lines. */
export function TextArea({ className, ...props }: ComponentProps<'textarea'>) {
  return (
    <Field.Control
      render={<textarea {...props} />}
      className={cn(
        BOX,
        'field-sizing-content h-auto max-h-64 min-h-16 w-full resize-y py-1.5 placeholder:text-ink-3 phone:h-auto',
        'focus:border-transparent focus:outline-2 focus:-outline-offset-1 focus:outline-focus data-invalid:not-focus:border-fail',
        className,
      )}
    />
  );
}
