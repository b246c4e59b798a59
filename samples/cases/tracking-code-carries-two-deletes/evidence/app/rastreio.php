<?php
// public tracking page
require __DIR__ . '/../lib/db.php';

$codigo = $_GET['codigo'] ?? '';
$sql = "SELECT id, code, status, city FROM parcels WHERE code = '" . $codigo . "' LIMIT 1";
$row = pg_fetch_assoc(pg_query($db, $sql));
http_response_code($row ? 200 : 404);
render('rastreio', ['row' => $row ?: null]);
