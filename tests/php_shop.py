"""A shop in PHP that counts its visitors with a cookie no script can see."""

from collections.abc import Mapping

PAGE = b"""<?php
setcookie("PHPSESSID", "abc", ["path" => "/", "httponly" => true]);
setcookie("_ga", "from-php", ["path" => "/", "httponly" => true]);
?>
<!doctype html>
<html lang="en">
<head><title>Shop</title>
<script async src="https://www.googletagmanager.com/gtag/js?id=G-EXAMPLE1"></script>
</head>
<body><h1>Shop</h1>
<p id="seen"><?= implode(" ", array_keys($_COOKIE)) ?></p>
<p id="posted"><?= strlen(file_get_contents("php://input")) ?></p>
</body>
</html>
"""

FILES: Mapping[str, bytes] = {
    "index.php": PAGE,
    "logo.png": bytes(range(256)) * 40,
    "about/index.html": PAGE.partition(b"?>\n")[2].partition(b"<p id")[0]
    + b"<p>About us</p>" * 200,
}
