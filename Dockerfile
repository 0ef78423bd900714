# One service's image: docker build --build-arg SERVICE=trainer .   (after ./mvnw -Dquick -DskipTests package)
FROM eclipse-temurin:25-jre
ARG SERVICE
# PyTorch's natives, unpacked at the first start, need the C++ runtime.
RUN apt-get update && apt-get install -y --no-install-recommends libgomp1 libstdc++6 && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home bilevel && mkdir /store && chown bilevel /store
COPY --chown=root:root ${SERVICE}-service/target/quarkus-app /app
USER 10001
WORKDIR /app
ENV QUARKUS_HTTP_HOST=0.0.0.0 QUARKUS_HTTP_PORT=8080 \
    BILEVEL_STORE=file:///store/ \
    DJL_CACHE_DIR=/tmp/djl OPT_OUT_TRACKING=true GOMP_SPINCOUNT=20000
VOLUME /store
EXPOSE 8080
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-jar", "quarkus-run.jar"]
