// How services scale, in berth.db. Written by commands.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { OperationMode, TimerRule } from '#server/domain/scale-settings.ts';

/** 自动伸缩配置 of a service; without a row the defaults hold (domain/scale-settings.ts). */
export const serviceScaling = sqliteTable('service_scaling', {
  serviceId: text('service_id').primaryKey(),
  operationMode: text('operation_mode').$type<OperationMode>().notNull(),
  timers: text({ mode: 'json' }).$type<TimerRule[]>().notNull(),
  /** IANA name; the timer rules and the day of condScale are told in it. */
  timeZone: text('time_zone').notNull(),
  /** Requests in flight that one instance is to have; null: not a reason to scale. */
  inFlightTarget: integer('in_flight_target'),
  updatedAt: integer('updated_at').notNull(),
  updatedBy: text('updated_by').notNull(),
});

/** 手动启停实例: how many instances of a version people have started; without a row its minimum. */
export const manualInstances = sqliteTable(
  'manual_instances',
  {
    versionId: text('version_id').primaryKey(),
    serviceId: text('service_id').notNull(),
    count: integer().notNull(),
    /** Ids of instances that people stopped: they are the ones that go, not the youngest. */
    stopped: text({ mode: 'json' }).$type<string[]>().notNull().default([]),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('manual_instances_service').on(table.serviceId)],
);
