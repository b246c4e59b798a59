<?php

use App\Http\Controllers\{ItemController, TrashController};
use Illuminate\Support\Facades\Route;

Route::get('/items', [ItemController::class, 'index']);
Route::get('/items/{item}', [ItemController::class, 'show']);
Route::get('/trash', [TrashController::class, 'index']);
Route::get('/trash/empty', [TrashController::class, 'empty']);

Route::middleware('auth')->group(function () {
    Route::post('/items/{item}/trash', [TrashController::class, 'store']);
    Route::post('/trash/{item}/restore', [TrashController::class, 'restore']);
});
