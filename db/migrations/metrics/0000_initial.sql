CREATE TABLE `request_buckets` (
	`worker_id` text NOT NULL,
	`service_id` text NOT NULL,
	`version_id` text NOT NULL,
	`at` integer NOT NULL,
	`requests` integer NOT NULL,
	`errors` integer NOT NULL,
	`latency` text NOT NULL,
	PRIMARY KEY(`service_id`, `version_id`, `at`, `worker_id`)
);
--> statement-breakpoint
CREATE INDEX `request_buckets_at` ON `request_buckets` (`at`);--> statement-breakpoint
CREATE TABLE `worker_heartbeats` (
	`worker_id` text PRIMARY KEY NOT NULL,
	`pid` integer NOT NULL,
	`at` integer NOT NULL
);
