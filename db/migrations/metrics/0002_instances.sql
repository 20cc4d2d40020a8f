CREATE TABLE `cold_starts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`service_id` text NOT NULL,
	`version_id` text NOT NULL,
	`instance_id` text NOT NULL,
	`arrived_at` integer NOT NULL,
	`answered_at` integer NOT NULL,
	`waited` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `cold_starts_version` ON `cold_starts` (`version_id`,`arrived_at`);--> statement-breakpoint
CREATE INDEX `cold_starts_at` ON `cold_starts` (`arrived_at`);--> statement-breakpoint
CREATE TABLE `instance_hours` (
	`service_id` text NOT NULL,
	`version_id` text NOT NULL,
	`instance_id` text NOT NULL,
	`at` integer NOT NULL,
	`samples` integer NOT NULL,
	`cpu_cores` real NOT NULL,
	`cpu_cores_max` real NOT NULL,
	`memory_bytes` integer NOT NULL,
	`memory_bytes_max` integer NOT NULL,
	PRIMARY KEY(`service_id`, `version_id`, `at`, `instance_id`)
);
--> statement-breakpoint
CREATE INDEX `instance_hours_at` ON `instance_hours` (`at`);--> statement-breakpoint
CREATE TABLE `instance_minutes` (
	`service_id` text NOT NULL,
	`version_id` text NOT NULL,
	`instance_id` text NOT NULL,
	`at` integer NOT NULL,
	`samples` integer NOT NULL,
	`cpu_cores` real NOT NULL,
	`cpu_cores_max` real NOT NULL,
	`memory_bytes` integer NOT NULL,
	`memory_bytes_max` integer NOT NULL,
	PRIMARY KEY(`service_id`, `version_id`, `at`, `instance_id`)
);
--> statement-breakpoint
CREATE INDEX `instance_minutes_at` ON `instance_minutes` (`at`);--> statement-breakpoint
CREATE TABLE `instance_requests` (
	`worker_id` text NOT NULL,
	`service_id` text NOT NULL,
	`version_id` text NOT NULL,
	`instance_id` text NOT NULL,
	`at` integer NOT NULL,
	`requests` integer NOT NULL,
	`errors` integer NOT NULL,
	`peak_in_flight` integer NOT NULL,
	PRIMARY KEY(`instance_id`, `at`, `worker_id`)
);
--> statement-breakpoint
CREATE INDEX `instance_requests_service` ON `instance_requests` (`service_id`,`version_id`,`at`);--> statement-breakpoint
CREATE INDEX `instance_requests_at` ON `instance_requests` (`at`);--> statement-breakpoint
CREATE TABLE `instance_samples` (
	`service_id` text NOT NULL,
	`version_id` text NOT NULL,
	`instance_id` text NOT NULL,
	`at` integer NOT NULL,
	`cpu_cores` real NOT NULL,
	`memory_bytes` integer NOT NULL,
	PRIMARY KEY(`service_id`, `version_id`, `at`, `instance_id`)
);
--> statement-breakpoint
CREATE INDEX `instance_samples_at` ON `instance_samples` (`at`);