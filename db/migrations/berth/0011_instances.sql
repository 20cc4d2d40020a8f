CREATE TABLE `manual_instances` (
	`version_id` text PRIMARY KEY NOT NULL,
	`service_id` text NOT NULL,
	`count` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `manual_instances_service` ON `manual_instances` (`service_id`);--> statement-breakpoint
CREATE TABLE `service_scaling` (
	`service_id` text PRIMARY KEY NOT NULL,
	`operation_mode` text NOT NULL,
	`timers` text NOT NULL,
	`time_zone` text NOT NULL,
	`in_flight_target` integer,
	`updated_at` integer NOT NULL,
	`updated_by` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `shell_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`instance_id` text NOT NULL,
	`version_id` text NOT NULL,
	`service_id` text NOT NULL,
	`person_id` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`end_reason` text
);
--> statement-breakpoint
CREATE INDEX `shell_sessions_service` ON `shell_sessions` (`service_id`,`started_at`);--> statement-breakpoint
CREATE TABLE `shell_tickets` (
	`hash` text PRIMARY KEY NOT NULL,
	`instance_id` text NOT NULL,
	`person_id` text NOT NULL,
	`credential_id` text NOT NULL,
	`address` text DEFAULT '' NOT NULL,
	`request_id` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE TABLE `usage_ledger` (
	`instance_id` text PRIMARY KEY NOT NULL,
	`environment_id` text NOT NULL,
	`service_id` text NOT NULL,
	`service_name` text NOT NULL,
	`version_id` text NOT NULL,
	`version_name` text NOT NULL,
	`cpu` real NOT NULL,
	`memory_gb` real NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `usage_ledger_environment` ON `usage_ledger` (`environment_id`,`started_at`);--> statement-breakpoint
CREATE INDEX `usage_ledger_service` ON `usage_ledger` (`service_id`,`started_at`);--> statement-breakpoint
CREATE INDEX `usage_ledger_open` ON `usage_ledger` (`ended_at`);--> statement-breakpoint
ALTER TABLE `instances` ADD `is_out_of_memory` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `version_status` ADD `scaling` text;--> statement-breakpoint
UPDATE `snapshots` SET `spec` = json_set(`spec`,
	'$.logType', CASE WHEN coalesce(json_extract(`spec`, '$.logPath'), '') LIKE '/%' THEN 'custom' ELSE 'default' END,
	'$.logFormat', 'line', '$.logSet', '', '$.logTopic', '',
	'$.liveness', json('null'), '$.readiness', json('null'), '$.postStart', json('[]'), '$.preStop', json('[]'));
