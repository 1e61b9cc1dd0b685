package slipway.cluster;

/// One of the two builds of a service.
///
/// @param planted with the bugs of `services/planted` in it, of which an image then chooses one
record SuiteImagesBuild(String service, boolean planted) {
    /// Its name in those of layers.
    String name() {
        return planted ? service + "-planted" : service;
    }

    /// Where Maven leaves it, below the service's folder.
    String target() {
        return planted ? "target/planted" : "target";
    }
}
