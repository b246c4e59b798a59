//! What command lines hide and show.

use crate::redact::tests::{hides, keeps};

#[test]
fn passwords_of_clients_go() {
    hides(
        "mysql-argv-p",
        &[
            ("mysql -uroot -pgeheim1 shop", "geheim1"),
            ("/usr/bin/mysqldump -u root -p'ge heim1' shop > x.sql", "heim1"),
            ("mariadb-dump \"-pgeheim1\" shop", "geheim1"),
            ("mydumper -u root -p geheim1 -B shop", "geheim1"),
            ("0 3 * * * mysqldump shop -e 'a; b' -pgeheim1 | gzip", "geheim1"),
            ("docker exec db mysql -pgeheim1", "geheim1"),
            ("kubectl exec db -- sh -c 'mysql -uroot -p\"ge heim1\" shop'", "heim1"),
            ("mysql -uroot \\\n  -pgeheim1 shop", "geheim1"),
            ("mysql -BpGeheim1 shop", "Geheim1"),
            ("my80 -u root -pgeheim1", "geheim1"),
            (r#"{"cmd":"mysql \"-pge heim1\" shop"}"#, "heim1"),
        ],
    );
    hides(
        "long-password",
        &[
            ("mysql --password=geheim1 shop", "geheim1"),
            ("tool --db-pass='ge heim1' x", "heim1"),
            ("curl --token geheim1 https://x.de", "geheim1"),
            ("influx -username a -password geheim1", "geheim1"),
            ("gh auth login --with-token <<< geheim1", "geheim1"),
            ("mysql --password=ge\\;heim1 shop", "heim1"),
            ("mysql '--password=ge he heim1' shop", "heim1"),
            ("gpg --batch --passphrase geheim1 -d x", "geheim1"),
            ("php artisan user:add bob --pw=geheim1", "geheim1"),
        ],
    );
    hides(
        "tool-password",
        &[
            ("sshpass -p geheim1 ssh web1", "geheim1"),
            ("redis-cli -h x -a geheim1 FLUSHALL", "geheim1"),
            ("curl -s -u bob:geheim1 https://x.de", "geheim1"),
            ("lftp -u bob,geheim1 ftp://x", "geheim1"),
            ("openssl enc -k geheim1 -in x", "geheim1"),
            ("openssl rsa -passin pass:geheim1 -in x", "geheim1"),
            ("zip -P geheim1 x.zip x", "geheim1"),
            ("7z a -pgeheim1 x.7z x", "geheim1"),
            ("ldapsearch -D cn=x -w geheim1", "geheim1"),
            ("pt-archiver --source h=x,u=r,p=geheim1,D=y", "geheim1"),
            ("echo 'bob:geheim1' | chpasswd", "geheim1"),
            ("echo geheim1 | sudo -S id", "geheim1"),
            ("echo 'geheim1' | sudo passwd --stdin app", "geheim1"),
            ("vault login /geheim1", "geheim1"),
            ("htpasswd -bc f bob geheim1", "geheim1"),
            ("htpasswd -nb bob geheim1", "geheim1"),
            ("mysqladmin -u root password geheim1", "geheim1"),
            ("sqlplus -s scott/geheim1@orcl @x.sql", "geheim1"),
            ("echo -e 'geheim1\\ngeheim1' | passwd app", "geheim1"),
            ("vault login geheim1", "geheim1"),
            ("rabbitmqctl add_user app geheim1", "geheim1"),
            ("net user admin geheim1 /add", "geheim1"),
            ("composer config -g http-basic.repo.example bob geheim1", "geheim1"),
            ("redis-cli -h c1 CONFIG SET requirepass geheim1", "geheim1"),
            ("aws configure set aws_secret_access_key geheim1", "geheim1"),
            ("npm config set //npm.example/:_authToken geheim1", "geheim1"),
            ("wp config set DB_PASSWORD geheim1", "geheim1"),
            ("Set-Item env:DB_PASSWORD 'geheim1'", "geheim1"),
        ],
    );
}

#[test]
fn other_options_stay() {
    keeps(&[
        "mysql -P3306 -u root -p shop",
        "mysqldump --password shop orders",
        "docker run --name mysql -p3306:3306 mysql:8",
        "mkdir -p/var/www/x",
        "mysql --protocol=tcp -e 'select now()'",
        "ssh -p22 web1",
        "php artisan test --parallel --bypass=1",
        "mysql -uroot \\\n -p shop",
        "cp -u -pr a b && rsync -auzp a b",
        "docker run -u root -p3306:3306 mysql:8",
        "sudo -u www-data mkdir -p/var/www",
        "git push -u origin main",
        "psql --password shop && pg_dump --password shop",
        "zip -r x.zip x && 7z x a.7z && unzip x.zip",
        "openssl x509 -in a.pem -noout",
        "openssl rsa -passin env:PASS -in x",
        "curl -u $ACCOUNT https://x.de",
        "curl -u bob https://x.de:8080",
        "ssh-keygen -t ed25519 -f key",
        "ls -u -pal x && sort -u -k2 file",
        "tar -czpf x.tgz dir",
        "php artisan cache:forget key --store=redis",
        "php artisan user:reset-password --user=5",
        "pt-archiver --source h=x,D=shop,t=orders",
        "echo done | grep -p x",
        "mysqldump --single-transaction --routines shop",
        "it's mysql that isn't -u",
        "sqlplus / as sysdba @/srv/sql/report.sql",
        "redis-cli CONFIG SET maxmemory 100mb",
        "aws configure set region eu-central-1",
        "npm config set registry https://npm.example/",
        "git config user.name bob && net user admin /domain",
        "passwd app && cat /etc/passwd | grep app",
        "composer config platform.php 8.2",
        "vault login -method=oidc",
    ]);
}

#[test]
fn words_of_lists_and_other_tools_are_words() {
    hides(
        "mysql-argv-p",
        &[
            (r#"{"Cmd":["mysql","-uroot","-pgeheim1","shop"]}"#, "geheim1"),
            ("mysqlsh --uri root:geheim1@db1:3306/shop", "geheim1"),
            (r#"{"said":"{\"Cmd\":[\"mysql\", \"-pgeheim1\"]}"}"#, "geheim1"),
        ],
    );
    hides("long-password", &[("args: [\"--password\", \"geheim1\"]", "geheim1")]);
    hides("long-password", &[("Invoke-Sqlcmd -Username a -Password \"geheim1\"", "geheim1")]);
    hides("long-password", &[("myloader --user root --password geheim1 -d /x", "geheim1")]);
    hides("long-password", &[("az mysql server create --admin-password geheim1", "geheim1")]);
    hides(
        "tool-password",
        &[
            ("redis-cli AUTH default geheim1", "geheim1"),
            ("snmpwalk -v3 -u bob -A geheim1 -X x host", "geheim1"),
            ("net use Z: \\\\srv\\x geheim1 /user:bob", "geheim1"),
            ("printf geheim1 | podman secret create db -", "geheim1"),
            ("echo geheim1 | gpg --batch --passphrase-fd 0 -d x.gpg", "geheim1"),
            ("gh secret set DB --body \"geheim1\"", "geheim1"),
            ("impdp system/geheim1 schemas=shop", "geheim1"),
            ("curl -b \"session=geheim1\" https://x.example/", "geheim1"),
            ("docker login -u bob -p geheim1 registry.example", "geheim1"),
        ],
    );
    keeps(&[
        "docker compose -p shop down -v",
        "gh pr create --body text",
        "curl -b cookies.txt https://x.example/",
        "[ \"a\", \"b\" ]",
        "net use Z: /delete",
    ]);
}
