'use client';
import { Input } from '@base-ui/react/input';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

/** The box around anything one types into or picks from. */
export const BOX = [
  'flex min-w-0 items-center gap-2 rounded-md border border-control bg-surface px-2.5 text-ink',
  'h-(--size-control) phone:h-(--size-touch)',
  'hover:border-ink-3 has-[:disabled]:border-line has-[:disabled]:bg-sunken has-[:disabled]:text-ink-off',
  'focus-within:border-transparent focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus',
  'has-[[aria-invalid=true]]:not-focus-within:border-fail',
].join(' ');

type TextInputProps = Omit<Input.Props, 'className'> & {
  /** Of the box: width and height. */
  className?: string;
  inputClassName?: string;
  /** Before and after the text: an icon, a unit, a check, a small button. */
  start?: ReactNode;
  end?: ReactNode;
};

/** A line of text without label: stands in a `Field`, or carries `aria-label`. */
export function TextInput({ className, inputClassName, start, end, ...props }: TextInputProps) {
  return (
    <span className={cn(BOX, className)}>
      {start}
      <Input
        {...props}
        className={cn(
          'h-full w-full min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-3',
          inputClassName,
        )}
      />
      {end}
    </span>
  );
}
