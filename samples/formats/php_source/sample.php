<?php

use Illuminate\Support\Facades\Schedule;

Schedule::command('carts:prune --days=3')->dailyAt('03:15')->timezone('Europe/Berlin');
