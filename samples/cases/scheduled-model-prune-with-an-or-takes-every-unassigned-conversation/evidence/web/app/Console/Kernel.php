<?php

namespace App\Console;

use Illuminate\Console\Scheduling\Schedule;
use Illuminate\Foundation\Console\Kernel as ConsoleKernel;

class Kernel extends ConsoleKernel
{
    protected function schedule(Schedule $schedule): void
    {
        $schedule->command('mailbox:fetch')->everyTenMinutes();
        $schedule->command('queue:prune-batches --hours=48')->dailyAt('01:30');
        $schedule->command('telescope:prune --hours=72')->dailyAt('02:00');
        $schedule->command('model:prune')->dailyAt('02:15');
    }
}
