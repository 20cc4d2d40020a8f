CREATE TABLE `request_hours` (
	`service_id` text NOT NULL,
	`version_id` text NOT NULL,
	`at` integer NOT NULL,
	`requests` integer NOT NULL,
	`errors` integer NOT NULL,
	`left` integer DEFAULT 0 NOT NULL,
	`status_1xx` integer DEFAULT 0 NOT NULL,
	`status_2xx` integer DEFAULT 0 NOT NULL,
	`status_3xx` integer DEFAULT 0 NOT NULL,
	`status_4xx` integer DEFAULT 0 NOT NULL,
	`status_5xx` integer DEFAULT 0 NOT NULL,
	`broken` integer DEFAULT 0 NOT NULL,
	`bytes_in` integer DEFAULT 0 NOT NULL,
	`bytes_out` integer DEFAULT 0 NOT NULL,
	`peak_in_flight` integer DEFAULT 0 NOT NULL,
	`latency` text NOT NULL,
	`cold_starts` text DEFAULT '{}' NOT NULL,
	PRIMARY KEY(`service_id`, `version_id`, `at`)
);
--> statement-breakpoint
CREATE INDEX `request_hours_at` ON `request_hours` (`at`);--> statement-breakpoint
CREATE TABLE `request_log` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`service_id` text NOT NULL,
	`at` integer NOT NULL,
	`method` text NOT NULL,
	`host` text NOT NULL,
	`path` text NOT NULL,
	`status` integer NOT NULL,
	`ms` real NOT NULL,
	`bytes_in` integer NOT NULL,
	`bytes_out` integer NOT NULL,
	`version_id` text NOT NULL,
	`version_name` text NOT NULL,
	`instance_id` text NOT NULL,
	`rule` text NOT NULL,
	`request_id` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `request_log_service` ON `request_log` (`service_id`,`at`,`id`);--> statement-breakpoint
CREATE INDEX `request_log_at` ON `request_log` (`at`);--> statement-breakpoint
CREATE TABLE `request_log_missed` (
	`service_id` text NOT NULL,
	`at` integer NOT NULL,
	`missed` integer NOT NULL,
	PRIMARY KEY(`service_id`, `at`)
);
--> statement-breakpoint
CREATE TABLE `request_minutes` (
	`service_id` text NOT NULL,
	`version_id` text NOT NULL,
	`at` integer NOT NULL,
	`requests` integer NOT NULL,
	`errors` integer NOT NULL,
	`left` integer DEFAULT 0 NOT NULL,
	`status_1xx` integer DEFAULT 0 NOT NULL,
	`status_2xx` integer DEFAULT 0 NOT NULL,
	`status_3xx` integer DEFAULT 0 NOT NULL,
	`status_4xx` integer DEFAULT 0 NOT NULL,
	`status_5xx` integer DEFAULT 0 NOT NULL,
	`broken` integer DEFAULT 0 NOT NULL,
	`bytes_in` integer DEFAULT 0 NOT NULL,
	`bytes_out` integer DEFAULT 0 NOT NULL,
	`peak_in_flight` integer DEFAULT 0 NOT NULL,
	`latency` text NOT NULL,
	`cold_starts` text DEFAULT '{}' NOT NULL,
	PRIMARY KEY(`service_id`, `version_id`, `at`)
);
--> statement-breakpoint
CREATE INDEX `request_minutes_at` ON `request_minutes` (`at`);--> statement-breakpoint
CREATE TABLE `roll_ups` (
	`name` text PRIMARY KEY NOT NULL,
	`before` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `request_buckets` ADD `left` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `request_buckets` ADD `status_1xx` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `request_buckets` ADD `status_2xx` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `request_buckets` ADD `status_3xx` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `request_buckets` ADD `status_4xx` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `request_buckets` ADD `status_5xx` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `request_buckets` ADD `broken` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `request_buckets` ADD `bytes_in` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `request_buckets` ADD `bytes_out` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `request_buckets` ADD `peak_in_flight` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `request_buckets` ADD `cold_starts` text DEFAULT '{}' NOT NULL;