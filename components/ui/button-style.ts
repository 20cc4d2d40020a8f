import { cva, type VariantProps } from 'class-variance-authority';

/** Looks of a button; also for links that act as one: `<Link className={buttonStyle({ intent: 'primary' })}>`. */
export const buttonStyle = cva(
  [
    'relative inline-flex flex-none select-none items-center justify-center gap-1.5 whitespace-nowrap border',
    'motion-color [&_svg]:flex-none',
  ],
  {
    variants: {
      intent: {
        primary:
          'border-transparent bg-primary-fill text-on-fill shadow-control hover:bg-primary-fill-hover active:bg-primary-fill-press',
        default: 'border-line bg-surface text-ink shadow-control hover:bg-hover active:bg-press',
        danger: 'border-line bg-surface text-fail shadow-control hover:bg-hover active:bg-press',
        'danger-fill': 'border-transparent bg-fail-fill text-on-fill shadow-control hover:brightness-95',
        quiet: 'border-transparent text-ink-2 hover:bg-hover hover:text-ink active:bg-press',
        /** 操作 in a table row: at most two, then ⋯. */
        row: 'border-transparent text-ink-2 hover:bg-primary-soft hover:text-primary',
      },
      size: {
        md: 'h-(--size-control) rounded-md px-3 phone:h-(--size-touch)',
        sm: 'h-(--size-control-sm) rounded-md px-2.5 text-sm phone:h-9',
        icon: 'size-(--size-control) rounded-md phone:size-(--size-touch)',
        'icon-sm': 'size-(--size-control-sm) rounded-md phone:size-9',
        xs: 'size-6 rounded-sm phone:size-9',
        row: 'h-6 rounded-sm px-1.5',
      },
    },
    compoundVariants: [
      {
        intent: ['primary', 'default', 'danger', 'danger-fill'],
        className:
          'data-disabled:border-line data-disabled:bg-sunken data-disabled:text-ink-off data-disabled:shadow-none data-disabled:brightness-100',
      },
      {
        intent: ['quiet', 'row'],
        className: 'data-disabled:bg-transparent data-disabled:text-ink-off',
      },
    ],
    defaultVariants: { intent: 'default', size: 'md' },
  },
);

export type ButtonLook = VariantProps<typeof buttonStyle>;
