/*M!999999\- enable the sandbox mode */ 
-- MariaDB dump 10.19  Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)
--
-- Host: localhost    Database: kaffeeshop
-- ------------------------------------------------------
-- Server version	10.11.19-MariaDB-0+deb12u1-log

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;

--
-- Table structure for table `wp_comments`
--

DROP TABLE IF EXISTS `wp_comments`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `wp_comments` (
  `comment_ID` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `comment_post_ID` bigint(20) unsigned NOT NULL,
  `comment_author` tinytext NOT NULL,
  `comment_content` text NOT NULL,
  PRIMARY KEY (`comment_ID`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `wp_comments`
--

LOCK TABLES `wp_comments` WRITE;
/*!40000 ALTER TABLE `wp_comments` DISABLE KEYS */;
/*!40000 ALTER TABLE `wp_comments` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `wp_options`
--

DROP TABLE IF EXISTS `wp_options`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `wp_options` (
  `option_id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `option_name` varchar(191) NOT NULL DEFAULT '',
  `option_value` longtext NOT NULL,
  `autoload` varchar(20) NOT NULL DEFAULT 'yes',
  PRIMARY KEY (`option_id`),
  UNIQUE KEY `option_name` (`option_name`)
) ENGINE=InnoDB AUTO_INCREMENT=10 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `wp_options`
--

LOCK TABLES `wp_options` WRITE;
/*!40000 ALTER TABLE `wp_options` DISABLE KEYS */;
INSERT INTO `wp_options` VALUES
(1,'siteurl','https://kaffee.example.com','yes'),
(2,'home','https://kaffee.example.com','yes'),
(3,'blogname','https://kaffee.example.com','yes'),
(4,'active_plugins','https://kaffee.example.com','yes'),
(5,'cron','https://kaffee.example.com','yes'),
(6,'woocommerce_version','https://kaffee.example.com','yes'),
(7,'template','https://kaffee.example.com','yes'),
(8,'stylesheet','https://kaffee.example.com','yes'),
(9,'rewrite_rules','https://kaffee.example.com','yes');
/*!40000 ALTER TABLE `wp_options` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `wp_posts`
--

DROP TABLE IF EXISTS `wp_posts`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `wp_posts` (
  `ID` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `post_author` bigint(20) unsigned NOT NULL DEFAULT 0,
  `post_date` datetime NOT NULL,
  `post_title` text NOT NULL,
  `post_status` varchar(20) NOT NULL DEFAULT 'publish',
  `post_type` varchar(20) NOT NULL DEFAULT 'post',
  PRIMARY KEY (`ID`)
) ENGINE=InnoDB AUTO_INCREMENT=85 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `wp_posts`
--

LOCK TABLES `wp_posts` WRITE;
/*!40000 ALTER TABLE `wp_posts` DISABLE KEYS */;
INSERT INTO `wp_posts` VALUES
(1,1,'2026-02-19 10:00:00','Tasse 0','publish','product'),
(2,1,'2026-07-17 10:00:00','Mühle 1','publish','post'),
(3,1,'2026-05-18 10:00:00','Tasse 2','publish','page'),
(4,1,'2026-03-13 10:00:00','Espresso 3','publish','product'),
(5,1,'2026-02-18 10:00:00','Bohnen 4','publish','post'),
(6,1,'2026-07-12 10:00:00','Bohnen 5','publish','page'),
(7,1,'2026-02-17 10:00:00','Bohnen 6','publish','product'),
(8,1,'2026-01-17 10:00:00','Filter 7','publish','product'),
(9,1,'2026-03-15 10:00:00','Mühle 8','publish','product'),
(10,1,'2026-02-10 10:00:00','Bohnen 9','publish','product'),
(11,1,'2026-04-11 10:00:00','Filter 10','publish','product'),
(12,1,'2026-03-18 10:00:00','Espresso 11','publish','product'),
(13,1,'2026-05-19 10:00:00','Mühle 12','publish','page'),
(14,1,'2026-02-17 10:00:00','Bohnen 13','publish','product'),
(15,1,'2026-04-15 10:00:00','Espresso 14','publish','post'),
(16,1,'2026-07-10 10:00:00','Mühle 15','publish','product'),
(17,1,'2026-06-13 10:00:00','Espresso 16','publish','product'),
(18,1,'2026-02-11 10:00:00','Filter 17','publish','page'),
(19,1,'2026-06-11 10:00:00','Espresso 18','publish','post'),
(20,1,'2026-03-14 10:00:00','Filter 19','publish','product'),
(21,1,'2026-02-13 10:00:00','Filter 20','publish','post'),
(22,1,'2026-03-18 10:00:00','Espresso 21','publish','product'),
(23,1,'2026-06-19 10:00:00','Filter 22','publish','post'),
(24,1,'2026-07-18 10:00:00','Bohnen 23','publish','page'),
(25,1,'2026-03-10 10:00:00','Tasse 24','publish','product'),
(26,1,'2026-01-12 10:00:00','Espresso 25','publish','product'),
(27,1,'2026-06-11 10:00:00','Filter 26','publish','post'),
(28,1,'2026-06-18 10:00:00','Mühle 27','publish','product'),
(29,1,'2026-03-14 10:00:00','Tasse 28','publish','product'),
(30,1,'2026-06-18 10:00:00','Filter 29','publish','product'),
(31,1,'2026-01-10 10:00:00','Bohnen 30','publish','post'),
(32,1,'2026-03-16 10:00:00','Mühle 31','publish','page'),
(33,1,'2026-04-13 10:00:00','Filter 32','publish','product'),
(34,1,'2026-04-13 10:00:00','Mühle 33','publish','page'),
(35,1,'2026-01-19 10:00:00','Tasse 34','publish','product'),
(36,1,'2026-01-19 10:00:00','Espresso 35','publish','product'),
(37,1,'2026-03-13 10:00:00','Espresso 36','publish','product'),
(38,1,'2026-01-17 10:00:00','Espresso 37','publish','page'),
(39,1,'2026-07-10 10:00:00','Bohnen 38','publish','product'),
(40,1,'2026-06-17 10:00:00','Bohnen 39','publish','product'),
(41,1,'2026-01-14 10:00:00','Mühle 40','publish','post'),
(42,1,'2026-04-16 10:00:00','Tasse 41','publish','post'),
(43,1,'2026-07-12 10:00:00','Bohnen 42','publish','page'),
(44,1,'2026-02-18 10:00:00','Mühle 43','publish','post'),
(45,1,'2026-07-17 10:00:00','Filter 44','publish','post'),
(46,1,'2026-03-17 10:00:00','Bohnen 45','publish','page'),
(47,1,'2026-05-13 10:00:00','Bohnen 46','publish','product'),
(48,1,'2026-03-16 10:00:00','Filter 47','publish','page'),
(49,1,'2026-03-14 10:00:00','Bohnen 48','publish','product'),
(50,1,'2026-05-14 10:00:00','Tasse 49','publish','page'),
(51,1,'2026-05-11 10:00:00','Tasse 50','publish','product'),
(52,1,'2026-06-10 10:00:00','Mühle 51','publish','product'),
(53,1,'2026-01-15 10:00:00','Espresso 52','publish','product'),
(54,1,'2026-07-16 10:00:00','Tasse 53','publish','page'),
(55,1,'2026-05-16 10:00:00','Bohnen 54','publish','page'),
(56,1,'2026-03-14 10:00:00','Filter 55','publish','post'),
(57,1,'2026-05-10 10:00:00','Mühle 56','publish','post'),
(58,1,'2026-01-14 10:00:00','Mühle 57','publish','product'),
(59,1,'2026-05-18 10:00:00','Bohnen 58','publish','post'),
(60,1,'2026-06-12 10:00:00','Filter 59','publish','product'),
(61,1,'2026-05-11 10:00:00','Bohnen 60','publish','post'),
(62,1,'2026-07-16 10:00:00','Espresso 61','publish','product'),
(63,1,'2026-05-19 10:00:00','Filter 62','publish','product'),
(64,1,'2026-06-16 10:00:00','Mühle 63','publish','product'),
(65,1,'2026-06-10 10:00:00','Bohnen 64','publish','page'),
(66,1,'2026-06-17 10:00:00','Espresso 65','publish','product'),
(67,1,'2026-05-18 10:00:00','Espresso 66','publish','product'),
(68,1,'2026-07-15 10:00:00','Filter 67','publish','product'),
(69,1,'2026-03-14 10:00:00','Mühle 68','publish','page'),
(70,1,'2026-05-10 10:00:00','Bohnen 69','publish','product'),
(71,1,'2026-07-11 10:00:00','Bohnen 70','publish','page'),
(72,1,'2026-01-19 10:00:00','Tasse 71','publish','product'),
(73,1,'2026-01-10 10:00:00','Tasse 72','publish','product'),
(74,1,'2026-04-16 10:00:00','Espresso 73','publish','product'),
(75,1,'2026-03-19 10:00:00','Mühle 74','publish','post'),
(76,1,'2026-04-16 10:00:00','Filter 75','publish','product'),
(77,1,'2026-01-15 10:00:00','Espresso 76','publish','page'),
(78,1,'2026-03-12 10:00:00','Mühle 77','publish','product'),
(79,1,'2026-04-18 10:00:00','Filter 78','publish','post'),
(80,1,'2026-03-15 10:00:00','Espresso 79','publish','page'),
(81,1,'2026-07-17 10:00:00','Mühle 80','publish','page'),
(82,1,'2026-05-10 10:00:00','Tasse 81','publish','product'),
(83,1,'2026-02-13 10:00:00','Filter 82','publish','page'),
(84,1,'2026-05-15 10:00:00','Mühle 83','publish','product');
/*!40000 ALTER TABLE `wp_posts` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `wp_users`
--

DROP TABLE IF EXISTS `wp_users`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `wp_users` (
  `ID` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `user_login` varchar(60) NOT NULL,
  `user_pass` varchar(255) NOT NULL,
  `user_email` varchar(100) NOT NULL,
  PRIMARY KEY (`ID`)
) ENGINE=InnoDB AUTO_INCREMENT=61 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `wp_users`
--

LOCK TABLES `wp_users` WRITE;
/*!40000 ALTER TABLE `wp_users` DISABLE KEYS */;
INSERT INTO `wp_users` VALUES
(1,'kunde1','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE001','kunde1@mail.example'),
(2,'kunde2','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE002','kunde2@mail.example'),
(3,'kunde3','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE003','kunde3@mail.example'),
(4,'kunde4','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE004','kunde4@mail.example'),
(5,'kunde5','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE005','kunde5@mail.example'),
(6,'kunde6','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE006','kunde6@mail.example'),
(7,'kunde7','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE007','kunde7@mail.example'),
(8,'kunde8','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE008','kunde8@mail.example'),
(9,'kunde9','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE009','kunde9@mail.example'),
(10,'kunde10','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE010','kunde10@mail.example'),
(11,'kunde11','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE011','kunde11@mail.example'),
(12,'kunde12','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE012','kunde12@mail.example'),
(13,'kunde13','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE013','kunde13@mail.example'),
(14,'kunde14','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE014','kunde14@mail.example'),
(15,'kunde15','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE015','kunde15@mail.example'),
(16,'kunde16','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE016','kunde16@mail.example'),
(17,'kunde17','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE017','kunde17@mail.example'),
(18,'kunde18','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE018','kunde18@mail.example'),
(19,'kunde19','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE019','kunde19@mail.example'),
(20,'kunde20','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE020','kunde20@mail.example'),
(21,'kunde21','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE021','kunde21@mail.example'),
(22,'kunde22','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE022','kunde22@mail.example'),
(23,'kunde23','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE023','kunde23@mail.example'),
(24,'kunde24','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE024','kunde24@mail.example'),
(25,'kunde25','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE025','kunde25@mail.example'),
(26,'kunde26','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE026','kunde26@mail.example'),
(27,'kunde27','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE027','kunde27@mail.example'),
(28,'kunde28','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE028','kunde28@mail.example'),
(29,'kunde29','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE029','kunde29@mail.example'),
(30,'kunde30','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE030','kunde30@mail.example'),
(31,'kunde31','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE031','kunde31@mail.example'),
(32,'kunde32','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE032','kunde32@mail.example'),
(33,'kunde33','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE033','kunde33@mail.example'),
(34,'kunde34','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE034','kunde34@mail.example'),
(35,'kunde35','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE035','kunde35@mail.example'),
(36,'kunde36','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE036','kunde36@mail.example'),
(37,'kunde37','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE037','kunde37@mail.example'),
(38,'kunde38','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE038','kunde38@mail.example'),
(39,'kunde39','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE039','kunde39@mail.example'),
(40,'kunde40','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE040','kunde40@mail.example'),
(41,'kunde41','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE041','kunde41@mail.example'),
(42,'kunde42','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE042','kunde42@mail.example'),
(43,'kunde43','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE043','kunde43@mail.example'),
(44,'kunde44','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE044','kunde44@mail.example'),
(45,'kunde45','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE045','kunde45@mail.example'),
(46,'kunde46','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE046','kunde46@mail.example'),
(47,'kunde47','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE047','kunde47@mail.example'),
(48,'kunde48','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE048','kunde48@mail.example'),
(49,'kunde49','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE049','kunde49@mail.example'),
(50,'kunde50','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE050','kunde50@mail.example'),
(51,'kunde51','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE051','kunde51@mail.example'),
(52,'kunde52','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE052','kunde52@mail.example'),
(53,'kunde53','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE053','kunde53@mail.example'),
(54,'kunde54','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE054','kunde54@mail.example'),
(55,'kunde55','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE055','kunde55@mail.example'),
(56,'kunde56','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE056','kunde56@mail.example'),
(57,'kunde57','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE057','kunde57@mail.example'),
(58,'kunde58','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE058','kunde58@mail.example'),
(59,'kunde59','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE059','kunde59@mail.example'),
(60,'kunde60','$P$BFAKEFAKEFAKEFAKEFAKEFAKEFAKE060','kunde60@mail.example');
/*!40000 ALTER TABLE `wp_users` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `wp_wc_orders`
--

DROP TABLE IF EXISTS `wp_wc_orders`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `wp_wc_orders` (
  `id` bigint(20) unsigned NOT NULL,
  `status` varchar(20) DEFAULT NULL,
  `currency` varchar(10) DEFAULT NULL,
  `total_amount` decimal(26,8) DEFAULT NULL,
  `customer_id` bigint(20) unsigned DEFAULT NULL,
  `billing_email` varchar(320) DEFAULT NULL,
  `date_created_gmt` datetime DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `wp_wc_orders`
--

LOCK TABLES `wp_wc_orders` WRITE;
/*!40000 ALTER TABLE `wp_wc_orders` DISABLE KEYS */;
INSERT INTO `wp_wc_orders` VALUES
(1001,'wc-completed','EUR',84.30000000,36,'kunde13@mail.example','2026-08-09 18:44:00'),
(1002,'wc-completed','EUR',42.79000000,57,'kunde3@mail.example','2026-08-09 18:48:00'),
(1003,'wc-completed','EUR',54.79000000,37,'kunde49@mail.example','2026-08-08 14:46:00'),
(1004,'wc-completed','EUR',18.69000000,32,'kunde10@mail.example','2026-08-11 13:59:00'),
(1005,'wc-completed','EUR',79.62000000,25,'kunde16@mail.example','2026-08-11 10:25:00'),
(1006,'wc-completed','EUR',40.23000000,42,'kunde13@mail.example','2026-08-06 17:11:00'),
(1007,'wc-completed','EUR',88.22000000,25,'kunde10@mail.example','2026-08-06 12:24:00'),
(1008,'wc-completed','EUR',42.89000000,27,'kunde34@mail.example','2026-08-01 19:58:00'),
(1009,'wc-completed','EUR',28.11000000,55,'kunde56@mail.example','2026-08-04 17:52:00'),
(1010,'wc-completed','EUR',87.04000000,56,'kunde12@mail.example','2026-08-02 15:49:00'),
(1011,'wc-completed','EUR',56.89000000,28,'kunde45@mail.example','2026-08-08 11:23:00'),
(1012,'wc-completed','EUR',76.96000000,19,'kunde19@mail.example','2026-08-15 17:16:00'),
(1013,'wc-completed','EUR',32.19000000,6,'kunde23@mail.example','2026-08-12 13:52:00'),
(1014,'wc-completed','EUR',24.60000000,53,'kunde49@mail.example','2026-08-11 15:55:00'),
(1015,'wc-completed','EUR',9.74000000,54,'kunde10@mail.example','2026-08-01 10:31:00'),
(1016,'wc-completed','EUR',49.93000000,25,'kunde53@mail.example','2026-08-07 18:43:00'),
(1017,'wc-completed','EUR',90.00000000,46,'kunde39@mail.example','2026-08-02 12:24:00'),
(1018,'wc-completed','EUR',31.58000000,28,'kunde43@mail.example','2026-08-09 14:49:00'),
(1019,'wc-completed','EUR',69.68000000,42,'kunde26@mail.example','2026-08-03 16:50:00'),
(1020,'wc-completed','EUR',40.77000000,18,'kunde54@mail.example','2026-08-13 13:27:00'),
(1021,'wc-completed','EUR',52.59000000,28,'kunde28@mail.example','2026-08-10 14:16:00'),
(1022,'wc-completed','EUR',56.42000000,49,'kunde31@mail.example','2026-08-02 18:21:00'),
(1023,'wc-completed','EUR',38.37000000,20,'kunde11@mail.example','2026-08-02 14:50:00'),
(1024,'wc-completed','EUR',41.83000000,41,'kunde40@mail.example','2026-08-01 10:10:00'),
(1025,'wc-completed','EUR',14.70000000,22,'kunde52@mail.example','2026-08-09 13:48:00'),
(1026,'wc-completed','EUR',77.35000000,39,'kunde27@mail.example','2026-08-07 13:43:00'),
(1027,'wc-completed','EUR',57.68000000,39,'kunde7@mail.example','2026-08-03 13:42:00'),
(1028,'wc-completed','EUR',33.07000000,21,'kunde38@mail.example','2026-08-07 17:29:00'),
(1029,'wc-completed','EUR',67.45000000,39,'kunde51@mail.example','2026-08-04 12:45:00'),
(1030,'wc-completed','EUR',86.08000000,1,'kunde3@mail.example','2026-08-01 10:54:00'),
(1031,'wc-completed','EUR',18.24000000,47,'kunde21@mail.example','2026-08-06 13:14:00'),
(1032,'wc-completed','EUR',88.68000000,23,'kunde7@mail.example','2026-08-03 13:18:00'),
(1033,'wc-completed','EUR',35.55000000,16,'kunde38@mail.example','2026-08-03 17:59:00'),
(1034,'wc-completed','EUR',51.34000000,40,'kunde12@mail.example','2026-08-12 13:58:00'),
(1035,'wc-completed','EUR',14.59000000,30,'kunde3@mail.example','2026-08-15 11:46:00'),
(1036,'wc-completed','EUR',70.44000000,4,'kunde49@mail.example','2026-08-05 10:47:00'),
(1037,'wc-completed','EUR',24.30000000,35,'kunde55@mail.example','2026-08-02 16:17:00'),
(1038,'wc-completed','EUR',75.08000000,14,'kunde21@mail.example','2026-08-12 10:24:00'),
(1039,'wc-completed','EUR',62.96000000,45,'kunde53@mail.example','2026-08-12 16:39:00'),
(1040,'wc-completed','EUR',32.13000000,39,'kunde53@mail.example','2026-08-11 15:36:00'),
(1041,'wc-completed','EUR',70.14000000,2,'kunde1@mail.example','2026-08-05 15:15:00'),
(1042,'wc-completed','EUR',50.43000000,7,'kunde45@mail.example','2026-08-05 11:25:00'),
(1043,'wc-completed','EUR',18.58000000,58,'kunde47@mail.example','2026-08-17 13:58:00'),
(1044,'wc-completed','EUR',81.55000000,40,'kunde60@mail.example','2026-08-13 18:41:00'),
(1045,'wc-completed','EUR',46.90000000,5,'kunde11@mail.example','2026-08-09 11:43:00'),
(1046,'wc-completed','EUR',44.22000000,56,'kunde8@mail.example','2026-08-03 11:19:00'),
(1047,'wc-completed','EUR',42.48000000,5,'kunde14@mail.example','2026-08-13 16:23:00'),
(1048,'wc-completed','EUR',15.00000000,41,'kunde59@mail.example','2026-08-06 17:47:00'),
(1049,'wc-completed','EUR',73.57000000,21,'kunde5@mail.example','2026-08-13 19:15:00'),
(1050,'wc-completed','EUR',76.81000000,36,'kunde16@mail.example','2026-08-14 11:39:00'),
(1051,'wc-completed','EUR',79.28000000,29,'kunde46@mail.example','2026-08-14 17:32:00'),
(1052,'wc-completed','EUR',39.78000000,34,'kunde2@mail.example','2026-08-09 12:14:00'),
(1053,'wc-completed','EUR',48.81000000,41,'kunde39@mail.example','2026-08-10 15:59:00'),
(1054,'wc-completed','EUR',53.43000000,51,'kunde25@mail.example','2026-08-01 14:45:00'),
(1055,'wc-completed','EUR',19.43000000,5,'kunde44@mail.example','2026-08-11 17:20:00'),
(1056,'wc-completed','EUR',58.46000000,32,'kunde49@mail.example','2026-08-17 14:22:00'),
(1057,'wc-completed','EUR',70.78000000,26,'kunde14@mail.example','2026-08-11 17:41:00'),
(1058,'wc-completed','EUR',89.85000000,52,'kunde6@mail.example','2026-08-01 12:10:00'),
(1059,'wc-completed','EUR',35.96000000,39,'kunde44@mail.example','2026-08-09 19:46:00'),
(1060,'wc-completed','EUR',20.43000000,47,'kunde34@mail.example','2026-08-15 11:53:00'),
(1061,'wc-completed','EUR',13.19000000,10,'kunde25@mail.example','2026-08-12 13:26:00'),
(1062,'wc-completed','EUR',21.81000000,2,'kunde10@mail.example','2026-08-17 17:24:00'),
(1063,'wc-completed','EUR',34.44000000,37,'kunde23@mail.example','2026-08-08 14:27:00'),
(1064,'wc-completed','EUR',22.92000000,35,'kunde47@mail.example','2026-08-09 18:38:00'),
(1065,'wc-completed','EUR',33.14000000,54,'kunde39@mail.example','2026-08-05 11:13:00'),
(1066,'wc-completed','EUR',55.24000000,26,'kunde49@mail.example','2026-08-15 12:59:00'),
(1067,'wc-completed','EUR',48.77000000,5,'kunde18@mail.example','2026-08-07 15:35:00'),
(1068,'wc-completed','EUR',54.14000000,26,'kunde51@mail.example','2026-08-17 15:46:00'),
(1069,'wc-completed','EUR',42.03000000,23,'kunde13@mail.example','2026-08-12 16:18:00'),
(1070,'wc-completed','EUR',84.95000000,7,'kunde8@mail.example','2026-08-04 12:44:00'),
(1071,'wc-completed','EUR',84.24000000,12,'kunde3@mail.example','2026-08-15 16:33:00'),
(1072,'wc-completed','EUR',74.15000000,23,'kunde9@mail.example','2026-08-17 15:56:00'),
(1073,'wc-completed','EUR',63.30000000,14,'kunde1@mail.example','2026-08-10 17:57:00'),
(1074,'wc-completed','EUR',82.02000000,31,'kunde16@mail.example','2026-08-06 10:13:00'),
(1075,'wc-completed','EUR',50.68000000,37,'kunde17@mail.example','2026-08-04 13:55:00'),
(1076,'wc-completed','EUR',46.59000000,60,'kunde13@mail.example','2026-08-13 18:59:00'),
(1077,'wc-completed','EUR',31.58000000,8,'kunde16@mail.example','2026-08-16 14:35:00'),
(1078,'wc-completed','EUR',46.72000000,60,'kunde1@mail.example','2026-08-12 14:14:00'),
(1079,'wc-completed','EUR',47.49000000,1,'kunde27@mail.example','2026-08-11 10:59:00'),
(1080,'wc-completed','EUR',11.32000000,40,'kunde43@mail.example','2026-08-08 15:45:00'),
(1081,'wc-completed','EUR',52.92000000,38,'kunde13@mail.example','2026-08-15 16:56:00'),
(1082,'wc-completed','EUR',76.66000000,6,'kunde53@mail.example','2026-08-17 13:46:00'),
(1083,'wc-completed','EUR',47.00000000,36,'kunde14@mail.example','2026-08-01 19:24:00'),
(1084,'wc-completed','EUR',13.11000000,7,'kunde53@mail.example','2026-08-02 11:50:00'),
(1085,'wc-completed','EUR',61.74000000,12,'kunde21@mail.example','2026-08-16 17:21:00'),
(1086,'wc-completed','EUR',73.15000000,60,'kunde26@mail.example','2026-08-17 15:39:00'),
(1087,'wc-completed','EUR',63.12000000,15,'kunde26@mail.example','2026-08-01 15:29:00'),
(1088,'wc-completed','EUR',61.30000000,59,'kunde33@mail.example','2026-08-05 13:10:00'),
(1089,'wc-completed','EUR',65.37000000,45,'kunde37@mail.example','2026-08-04 13:11:00'),
(1090,'wc-completed','EUR',13.38000000,25,'kunde45@mail.example','2026-08-08 18:56:00'),
(1091,'wc-completed','EUR',11.53000000,17,'kunde33@mail.example','2026-08-10 19:46:00'),
(1092,'wc-completed','EUR',32.39000000,58,'kunde51@mail.example','2026-08-07 16:20:00'),
(1093,'wc-completed','EUR',44.09000000,28,'kunde14@mail.example','2026-08-12 15:59:00'),
(1094,'wc-completed','EUR',11.04000000,42,'kunde21@mail.example','2026-08-04 16:12:00'),
(1095,'wc-completed','EUR',10.86000000,21,'kunde8@mail.example','2026-08-14 17:22:00'),
(1096,'wc-completed','EUR',16.55000000,22,'kunde10@mail.example','2026-08-16 18:35:00'),
(1097,'wc-completed','EUR',78.51000000,30,'kunde23@mail.example','2026-08-04 14:46:00'),
(1098,'wc-completed','EUR',47.38000000,2,'kunde11@mail.example','2026-08-06 10:21:00'),
(1099,'wc-completed','EUR',66.23000000,29,'kunde11@mail.example','2026-08-14 17:56:00'),
(1100,'wc-completed','EUR',69.88000000,21,'kunde56@mail.example','2026-08-01 16:35:00'),
(1101,'wc-completed','EUR',12.29000000,8,'kunde4@mail.example','2026-08-02 17:27:00'),
(1102,'wc-completed','EUR',47.58000000,13,'kunde29@mail.example','2026-08-16 13:12:00'),
(1103,'wc-completed','EUR',89.06000000,60,'kunde53@mail.example','2026-08-15 17:14:00'),
(1104,'wc-completed','EUR',11.55000000,5,'kunde13@mail.example','2026-08-06 18:34:00'),
(1105,'wc-completed','EUR',78.94000000,45,'kunde46@mail.example','2026-08-07 13:46:00'),
(1106,'wc-completed','EUR',65.64000000,17,'kunde12@mail.example','2026-08-14 12:27:00'),
(1107,'wc-completed','EUR',26.30000000,54,'kunde1@mail.example','2026-08-08 12:35:00'),
(1108,'wc-completed','EUR',17.69000000,47,'kunde32@mail.example','2026-08-06 18:53:00'),
(1109,'wc-completed','EUR',87.52000000,24,'kunde33@mail.example','2026-08-14 11:55:00'),
(1110,'wc-completed','EUR',78.44000000,32,'kunde45@mail.example','2026-08-11 11:13:00'),
(1111,'wc-completed','EUR',26.61000000,24,'kunde22@mail.example','2026-08-11 16:18:00'),
(1112,'wc-completed','EUR',57.06000000,27,'kunde48@mail.example','2026-08-02 11:44:00'),
(1113,'wc-completed','EUR',13.38000000,54,'kunde11@mail.example','2026-08-12 16:16:00'),
(1114,'wc-completed','EUR',88.64000000,25,'kunde5@mail.example','2026-08-04 14:58:00'),
(1115,'wc-completed','EUR',70.00000000,57,'kunde47@mail.example','2026-08-01 14:17:00'),
(1116,'wc-completed','EUR',40.64000000,11,'kunde34@mail.example','2026-08-15 15:27:00'),
(1117,'wc-completed','EUR',70.28000000,1,'kunde53@mail.example','2026-08-03 17:45:00'),
(1118,'wc-completed','EUR',48.92000000,1,'kunde29@mail.example','2026-08-13 17:21:00'),
(1119,'wc-completed','EUR',52.30000000,13,'kunde24@mail.example','2026-08-06 11:52:00'),
(1120,'wc-completed','EUR',27.42000000,6,'kunde6@mail.example','2026-08-10 17:24:00'),
(1121,'wc-completed','EUR',35.92000000,4,'kunde48@mail.example','2026-08-02 12:15:00'),
(1122,'wc-completed','EUR',33.80000000,32,'kunde14@mail.example','2026-08-13 15:59:00'),
(1123,'wc-completed','EUR',76.44000000,38,'kunde55@mail.example','2026-08-15 12:11:00'),
(1124,'wc-completed','EUR',11.24000000,37,'kunde22@mail.example','2026-08-01 12:14:00'),
(1125,'wc-completed','EUR',42.21000000,22,'kunde47@mail.example','2026-08-07 15:59:00'),
(1126,'wc-completed','EUR',72.34000000,30,'kunde9@mail.example','2026-08-09 12:43:00'),
(1127,'wc-completed','EUR',78.94000000,12,'kunde19@mail.example','2026-08-16 13:19:00'),
(1128,'wc-completed','EUR',43.81000000,58,'kunde58@mail.example','2026-08-07 14:24:00'),
(1129,'wc-completed','EUR',48.50000000,6,'kunde55@mail.example','2026-08-07 13:53:00'),
(1130,'wc-completed','EUR',79.08000000,47,'kunde43@mail.example','2026-08-05 10:53:00'),
(1131,'wc-completed','EUR',71.81000000,14,'kunde57@mail.example','2026-08-03 17:15:00'),
(1132,'wc-completed','EUR',72.43000000,27,'kunde34@mail.example','2026-08-01 17:48:00'),
(1133,'wc-completed','EUR',66.97000000,22,'kunde57@mail.example','2026-08-15 10:37:00'),
(1134,'wc-completed','EUR',81.32000000,54,'kunde55@mail.example','2026-08-17 18:16:00'),
(1135,'wc-completed','EUR',24.71000000,28,'kunde15@mail.example','2026-08-14 18:35:00'),
(1136,'wc-completed','EUR',69.51000000,47,'kunde24@mail.example','2026-08-05 18:25:00'),
(1137,'wc-completed','EUR',89.39000000,42,'kunde10@mail.example','2026-08-09 12:32:00'),
(1138,'wc-completed','EUR',67.45000000,2,'kunde17@mail.example','2026-08-14 12:12:00'),
(1139,'wc-completed','EUR',60.56000000,23,'kunde39@mail.example','2026-08-11 18:41:00'),
(1140,'wc-completed','EUR',18.48000000,45,'kunde2@mail.example','2026-08-11 17:25:00'),
(1141,'wc-completed','EUR',79.90000000,23,'kunde40@mail.example','2026-08-01 13:34:00'),
(1142,'wc-completed','EUR',72.73000000,57,'kunde51@mail.example','2026-08-12 12:50:00'),
(1143,'wc-completed','EUR',22.71000000,52,'kunde28@mail.example','2026-08-12 16:41:00'),
(1144,'wc-completed','EUR',38.73000000,1,'kunde14@mail.example','2026-08-06 18:37:00'),
(1145,'wc-completed','EUR',49.14000000,5,'kunde9@mail.example','2026-08-07 11:21:00'),
(1146,'wc-completed','EUR',31.94000000,8,'kunde57@mail.example','2026-08-01 15:24:00'),
(1147,'wc-completed','EUR',78.23000000,60,'kunde48@mail.example','2026-08-04 19:13:00'),
(1148,'wc-completed','EUR',41.79000000,49,'kunde29@mail.example','2026-08-02 12:38:00'),
(1149,'wc-completed','EUR',65.44000000,29,'kunde45@mail.example','2026-08-01 17:18:00'),
(1150,'wc-completed','EUR',47.45000000,42,'kunde20@mail.example','2026-08-01 18:25:00'),
(1151,'wc-completed','EUR',75.51000000,33,'kunde46@mail.example','2026-08-12 16:23:00'),
(1152,'wc-completed','EUR',37.16000000,8,'kunde3@mail.example','2026-08-17 12:55:00'),
(1153,'wc-completed','EUR',27.22000000,53,'kunde60@mail.example','2026-08-09 16:34:00'),
(1154,'wc-completed','EUR',46.03000000,2,'kunde55@mail.example','2026-08-14 16:25:00'),
(1155,'wc-completed','EUR',54.65000000,7,'kunde15@mail.example','2026-08-11 19:46:00'),
(1156,'wc-completed','EUR',85.41000000,12,'kunde13@mail.example','2026-08-02 16:28:00'),
(1157,'wc-completed','EUR',67.57000000,11,'kunde53@mail.example','2026-08-11 15:16:00'),
(1158,'wc-completed','EUR',54.78000000,35,'kunde48@mail.example','2026-08-17 14:10:00'),
(1159,'wc-completed','EUR',15.67000000,60,'kunde22@mail.example','2026-08-07 17:49:00'),
(1160,'wc-completed','EUR',21.65000000,53,'kunde8@mail.example','2026-08-12 18:58:00'),
(1161,'wc-completed','EUR',79.03000000,37,'kunde20@mail.example','2026-08-11 13:15:00'),
(1162,'wc-completed','EUR',21.74000000,44,'kunde26@mail.example','2026-08-06 16:51:00'),
(1163,'wc-completed','EUR',83.70000000,33,'kunde22@mail.example','2026-08-17 19:55:00'),
(1164,'wc-completed','EUR',10.93000000,6,'kunde23@mail.example','2026-08-11 17:15:00'),
(1165,'wc-completed','EUR',65.12000000,15,'kunde7@mail.example','2026-08-05 11:47:00'),
(1166,'wc-completed','EUR',77.44000000,32,'kunde19@mail.example','2026-08-08 12:39:00'),
(1167,'wc-completed','EUR',26.75000000,2,'kunde47@mail.example','2026-08-09 19:41:00'),
(1168,'wc-completed','EUR',37.87000000,53,'kunde40@mail.example','2026-08-04 16:29:00'),
(1169,'wc-completed','EUR',49.26000000,35,'kunde55@mail.example','2026-08-12 15:11:00'),
(1170,'wc-completed','EUR',23.59000000,27,'kunde35@mail.example','2026-08-12 14:58:00'),
(1171,'wc-completed','EUR',45.28000000,10,'kunde49@mail.example','2026-08-14 17:48:00'),
(1172,'wc-completed','EUR',18.62000000,60,'kunde15@mail.example','2026-08-17 14:21:00'),
(1173,'wc-completed','EUR',79.04000000,27,'kunde4@mail.example','2026-08-10 12:26:00'),
(1174,'wc-completed','EUR',72.60000000,22,'kunde21@mail.example','2026-08-03 15:56:00'),
(1175,'wc-completed','EUR',35.36000000,2,'kunde44@mail.example','2026-08-04 17:13:00'),
(1176,'wc-completed','EUR',17.17000000,36,'kunde24@mail.example','2026-08-02 10:42:00'),
(1177,'wc-completed','EUR',64.54000000,28,'kunde4@mail.example','2026-08-06 19:49:00'),
(1178,'wc-completed','EUR',38.72000000,42,'kunde18@mail.example','2026-08-07 14:29:00'),
(1179,'wc-completed','EUR',48.12000000,39,'kunde50@mail.example','2026-08-03 16:15:00'),
(1180,'wc-completed','EUR',85.99000000,26,'kunde36@mail.example','2026-08-03 13:52:00'),
(1181,'wc-completed','EUR',22.88000000,22,'kunde30@mail.example','2026-08-11 10:42:00'),
(1182,'wc-completed','EUR',19.56000000,39,'kunde35@mail.example','2026-08-01 16:48:00'),
(1183,'wc-completed','EUR',63.17000000,3,'kunde29@mail.example','2026-08-07 13:37:00'),
(1184,'wc-completed','EUR',79.64000000,11,'kunde40@mail.example','2026-08-17 19:35:00'),
(1185,'wc-completed','EUR',53.59000000,31,'kunde27@mail.example','2026-08-01 12:17:00'),
(1186,'wc-completed','EUR',36.27000000,37,'kunde45@mail.example','2026-08-02 10:48:00');
/*!40000 ALTER TABLE `wp_wc_orders` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `wp_woocommerce_order_items`
--

DROP TABLE IF EXISTS `wp_woocommerce_order_items`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `wp_woocommerce_order_items` (
  `order_item_id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `order_item_name` text NOT NULL,
  `order_item_type` varchar(200) NOT NULL DEFAULT '',
  `order_id` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (`order_item_id`)
) ENGINE=InnoDB AUTO_INCREMENT=278 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `wp_woocommerce_order_items`
--

LOCK TABLES `wp_woocommerce_order_items` WRITE;
/*!40000 ALTER TABLE `wp_woocommerce_order_items` DISABLE KEYS */;
INSERT INTO `wp_woocommerce_order_items` VALUES
(1,'Tasse','line_item',1001),
(2,'Tasse','line_item',1002),
(3,'Tasse','line_item',1002),
(4,'Tasse','line_item',1003),
(5,'Filter 500g','line_item',1003),
(6,'Tasse','line_item',1004),
(7,'Filter 500g','line_item',1005),
(8,'Tasse','line_item',1006),
(9,'Espresso 1kg','line_item',1006),
(10,'Espresso 1kg','line_item',1007),
(11,'Tasse','line_item',1008),
(12,'Espresso 1kg','line_item',1008),
(13,'Espresso 1kg','line_item',1009),
(14,'Filter 500g','line_item',1010),
(15,'Tasse','line_item',1011),
(16,'Filter 500g','line_item',1011),
(17,'Espresso 1kg','line_item',1012),
(18,'Filter 500g','line_item',1012),
(19,'Filter 500g','line_item',1013),
(20,'Filter 500g','line_item',1014),
(21,'Tasse','line_item',1015),
(22,'Tasse','line_item',1015),
(23,'Filter 500g','line_item',1016),
(24,'Tasse','line_item',1016),
(25,'Filter 500g','line_item',1017),
(26,'Filter 500g','line_item',1017),
(27,'Filter 500g','line_item',1018),
(28,'Tasse','line_item',1018),
(29,'Filter 500g','line_item',1019),
(30,'Tasse','line_item',1019),
(31,'Espresso 1kg','line_item',1020),
(32,'Filter 500g','line_item',1020),
(33,'Espresso 1kg','line_item',1021),
(34,'Espresso 1kg','line_item',1022),
(35,'Espresso 1kg','line_item',1022),
(36,'Filter 500g','line_item',1023),
(37,'Tasse','line_item',1024),
(38,'Filter 500g','line_item',1025),
(39,'Filter 500g','line_item',1025),
(40,'Espresso 1kg','line_item',1026),
(41,'Filter 500g','line_item',1027),
(42,'Espresso 1kg','line_item',1027),
(43,'Filter 500g','line_item',1028),
(44,'Espresso 1kg','line_item',1029),
(45,'Tasse','line_item',1030),
(46,'Espresso 1kg','line_item',1030),
(47,'Tasse','line_item',1031),
(48,'Filter 500g','line_item',1031),
(49,'Espresso 1kg','line_item',1032),
(50,'Espresso 1kg','line_item',1033),
(51,'Espresso 1kg','line_item',1034),
(52,'Tasse','line_item',1034),
(53,'Filter 500g','line_item',1035),
(54,'Filter 500g','line_item',1036),
(55,'Filter 500g','line_item',1036),
(56,'Filter 500g','line_item',1037),
(57,'Tasse','line_item',1037),
(58,'Filter 500g','line_item',1038),
(59,'Filter 500g','line_item',1038),
(60,'Tasse','line_item',1039),
(61,'Espresso 1kg','line_item',1039),
(62,'Tasse','line_item',1040),
(63,'Tasse','line_item',1041),
(64,'Filter 500g','line_item',1042),
(65,'Tasse','line_item',1042),
(66,'Espresso 1kg','line_item',1043),
(67,'Filter 500g','line_item',1044),
(68,'Filter 500g','line_item',1045),
(69,'Tasse','line_item',1045),
(70,'Filter 500g','line_item',1046),
(71,'Espresso 1kg','line_item',1046),
(72,'Filter 500g','line_item',1047),
(73,'Espresso 1kg','line_item',1048),
(74,'Espresso 1kg','line_item',1049),
(75,'Tasse','line_item',1050),
(76,'Espresso 1kg','line_item',1051),
(77,'Espresso 1kg','line_item',1051),
(78,'Filter 500g','line_item',1052),
(79,'Filter 500g','line_item',1053),
(80,'Espresso 1kg','line_item',1053),
(81,'Filter 500g','line_item',1054),
(82,'Espresso 1kg','line_item',1055),
(83,'Espresso 1kg','line_item',1055),
(84,'Espresso 1kg','line_item',1056),
(85,'Tasse','line_item',1056),
(86,'Tasse','line_item',1057),
(87,'Filter 500g','line_item',1058),
(88,'Tasse','line_item',1059),
(89,'Espresso 1kg','line_item',1060),
(90,'Espresso 1kg','line_item',1061),
(91,'Espresso 1kg','line_item',1062),
(92,'Tasse','line_item',1063),
(93,'Tasse','line_item',1063),
(94,'Tasse','line_item',1064),
(95,'Tasse','line_item',1065),
(96,'Tasse','line_item',1066),
(97,'Espresso 1kg','line_item',1067),
(98,'Espresso 1kg','line_item',1067),
(99,'Espresso 1kg','line_item',1068),
(100,'Tasse','line_item',1069),
(101,'Espresso 1kg','line_item',1070),
(102,'Filter 500g','line_item',1070),
(103,'Espresso 1kg','line_item',1071),
(104,'Tasse','line_item',1072),
(105,'Espresso 1kg','line_item',1073),
(106,'Tasse','line_item',1073),
(107,'Tasse','line_item',1074),
(108,'Filter 500g','line_item',1074),
(109,'Espresso 1kg','line_item',1075),
(110,'Filter 500g','line_item',1075),
(111,'Tasse','line_item',1076),
(112,'Espresso 1kg','line_item',1076),
(113,'Tasse','line_item',1077),
(114,'Filter 500g','line_item',1077),
(115,'Filter 500g','line_item',1078),
(116,'Espresso 1kg','line_item',1078),
(117,'Filter 500g','line_item',1079),
(118,'Espresso 1kg','line_item',1080),
(119,'Filter 500g','line_item',1081),
(120,'Espresso 1kg','line_item',1082),
(121,'Tasse','line_item',1082),
(122,'Espresso 1kg','line_item',1083),
(123,'Filter 500g','line_item',1083),
(124,'Filter 500g','line_item',1084),
(125,'Tasse','line_item',1084),
(126,'Filter 500g','line_item',1085),
(127,'Filter 500g','line_item',1086),
(128,'Filter 500g','line_item',1087),
(129,'Filter 500g','line_item',1087),
(130,'Filter 500g','line_item',1088),
(131,'Espresso 1kg','line_item',1089),
(132,'Filter 500g','line_item',1089),
(133,'Filter 500g','line_item',1090),
(134,'Espresso 1kg','line_item',1091),
(135,'Filter 500g','line_item',1092),
(136,'Filter 500g','line_item',1092),
(137,'Filter 500g','line_item',1093),
(138,'Tasse','line_item',1094),
(139,'Filter 500g','line_item',1095),
(140,'Espresso 1kg','line_item',1095),
(141,'Filter 500g','line_item',1096),
(142,'Filter 500g','line_item',1096),
(143,'Tasse','line_item',1097),
(144,'Espresso 1kg','line_item',1098),
(145,'Espresso 1kg','line_item',1098),
(146,'Espresso 1kg','line_item',1099),
(147,'Espresso 1kg','line_item',1100),
(148,'Filter 500g','line_item',1100),
(149,'Tasse','line_item',1101),
(150,'Espresso 1kg','line_item',1101),
(151,'Filter 500g','line_item',1102),
(152,'Tasse','line_item',1102),
(153,'Tasse','line_item',1103),
(154,'Tasse','line_item',1103),
(155,'Filter 500g','line_item',1104),
(156,'Espresso 1kg','line_item',1105),
(157,'Tasse','line_item',1106),
(158,'Filter 500g','line_item',1106),
(159,'Filter 500g','line_item',1107),
(160,'Filter 500g','line_item',1107),
(161,'Filter 500g','line_item',1108),
(162,'Filter 500g','line_item',1109),
(163,'Tasse','line_item',1110),
(164,'Espresso 1kg','line_item',1110),
(165,'Tasse','line_item',1111),
(166,'Espresso 1kg','line_item',1111),
(167,'Tasse','line_item',1112),
(168,'Filter 500g','line_item',1112),
(169,'Filter 500g','line_item',1113),
(170,'Espresso 1kg','line_item',1113),
(171,'Filter 500g','line_item',1114),
(172,'Espresso 1kg','line_item',1115),
(173,'Filter 500g','line_item',1116),
(174,'Filter 500g','line_item',1117),
(175,'Filter 500g','line_item',1117),
(176,'Filter 500g','line_item',1118),
(177,'Tasse','line_item',1119),
(178,'Filter 500g','line_item',1120),
(179,'Filter 500g','line_item',1120),
(180,'Espresso 1kg','line_item',1121),
(181,'Tasse','line_item',1121),
(182,'Filter 500g','line_item',1122),
(183,'Espresso 1kg','line_item',1122),
(184,'Tasse','line_item',1123),
(185,'Filter 500g','line_item',1124),
(186,'Espresso 1kg','line_item',1125),
(187,'Espresso 1kg','line_item',1125),
(188,'Tasse','line_item',1126),
(189,'Espresso 1kg','line_item',1126),
(190,'Espresso 1kg','line_item',1127),
(191,'Espresso 1kg','line_item',1128),
(192,'Filter 500g','line_item',1128),
(193,'Tasse','line_item',1129),
(194,'Espresso 1kg','line_item',1129),
(195,'Tasse','line_item',1130),
(196,'Tasse','line_item',1130),
(197,'Filter 500g','line_item',1131),
(198,'Espresso 1kg','line_item',1132),
(199,'Tasse','line_item',1133),
(200,'Tasse','line_item',1134),
(201,'Tasse','line_item',1135),
(202,'Espresso 1kg','line_item',1135),
(203,'Filter 500g','line_item',1136),
(204,'Espresso 1kg','line_item',1136),
(205,'Espresso 1kg','line_item',1137),
(206,'Tasse','line_item',1138),
(207,'Tasse','line_item',1138),
(208,'Tasse','line_item',1139),
(209,'Espresso 1kg','line_item',1140),
(210,'Tasse','line_item',1140),
(211,'Filter 500g','line_item',1141),
(212,'Filter 500g','line_item',1142),
(213,'Filter 500g','line_item',1142),
(214,'Filter 500g','line_item',1143),
(215,'Tasse','line_item',1144),
(216,'Tasse','line_item',1144),
(217,'Espresso 1kg','line_item',1145),
(218,'Filter 500g','line_item',1146),
(219,'Filter 500g','line_item',1146),
(220,'Filter 500g','line_item',1147),
(221,'Tasse','line_item',1147),
(222,'Filter 500g','line_item',1148),
(223,'Tasse','line_item',1148),
(224,'Tasse','line_item',1149),
(225,'Tasse','line_item',1149),
(226,'Tasse','line_item',1150),
(227,'Tasse','line_item',1151),
(228,'Espresso 1kg','line_item',1151),
(229,'Espresso 1kg','line_item',1152),
(230,'Tasse','line_item',1152),
(231,'Espresso 1kg','line_item',1153),
(232,'Tasse','line_item',1154),
(233,'Espresso 1kg','line_item',1155),
(234,'Tasse','line_item',1155),
(235,'Tasse','line_item',1156),
(236,'Filter 500g','line_item',1156),
(237,'Espresso 1kg','line_item',1157),
(238,'Filter 500g','line_item',1157),
(239,'Filter 500g','line_item',1158),
(240,'Filter 500g','line_item',1158),
(241,'Espresso 1kg','line_item',1159),
(242,'Filter 500g','line_item',1160),
(243,'Espresso 1kg','line_item',1161),
(244,'Tasse','line_item',1162),
(245,'Espresso 1kg','line_item',1163),
(246,'Espresso 1kg','line_item',1164),
(247,'Filter 500g','line_item',1165),
(248,'Filter 500g','line_item',1166),
(249,'Filter 500g','line_item',1166),
(250,'Filter 500g','line_item',1167),
(251,'Tasse','line_item',1167),
(252,'Tasse','line_item',1168),
(253,'Espresso 1kg','line_item',1169),
(254,'Espresso 1kg','line_item',1170),
(255,'Filter 500g','line_item',1171),
(256,'Filter 500g','line_item',1172),
(257,'Espresso 1kg','line_item',1172),
(258,'Espresso 1kg','line_item',1173),
(259,'Espresso 1kg','line_item',1173),
(260,'Espresso 1kg','line_item',1174),
(261,'Tasse','line_item',1174),
(262,'Tasse','line_item',1175),
(263,'Filter 500g','line_item',1176),
(264,'Filter 500g','line_item',1177),
(265,'Filter 500g','line_item',1178),
(266,'Espresso 1kg','line_item',1178),
(267,'Espresso 1kg','line_item',1179),
(268,'Tasse','line_item',1179),
(269,'Espresso 1kg','line_item',1180),
(270,'Filter 500g','line_item',1180),
(271,'Tasse','line_item',1181),
(272,'Espresso 1kg','line_item',1182),
(273,'Tasse','line_item',1183),
(274,'Filter 500g','line_item',1184),
(275,'Tasse','line_item',1185),
(276,'Tasse','line_item',1186),
(277,'Tasse','line_item',1186);
/*!40000 ALTER TABLE `wp_woocommerce_order_items` ENABLE KEYS */;
UNLOCK TABLES;
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

-- Dump completed on 2026-08-18 16:00:07
