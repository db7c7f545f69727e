package io.sluice.webadmin;

import java.util.List;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;

/** A server that takes mail for one domain. */
record OneDomain(String name) implements DomainList {
    @Override
    public List<Domain> getDomains() {
        return List.of(Domain.of(name));
    }

    @Override
    public boolean containsDomain(Domain domain) {
        return domain.equals(Domain.of(name));
    }

    @Override
    public void addDomain(Domain domain) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void removeDomain(Domain domain) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Domain getDefaultDomain() {
        return Domain.of(name);
    }
}
