#1778225402
cd clinic && git pull
#1778225500
cp .env.live .env
#1778225521
npm run dev
#1778229870
git checkout -b phone-numbers
#1778229912
claude
#1778231200
psql "$(grep DATABASE_URL .env.live | cut -d= -f2-)" -c '\dt'
