CREATE TABLE `gateway_runs` (
	`worker_id` text NOT NULL,
	`started_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	PRIMARY KEY(`worker_id`, `started_at`)
);
--> statement-breakpoint
CREATE INDEX `gateway_runs_last` ON `gateway_runs` (`last_at`);