package dev.slipway.node.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whose signature under a registry's certificate counts. */
final class RegistryTrust {
    /** Where the distributions keep what the system trusts. */
    private static final List<Path> SYSTEM =
            List.of(
                    Path.of("/etc/ssl/certs/ca-certificates.crt"),
                    Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
                    Path.of("/etc/ssl/ca-bundle.pem"));

    private RegistryTrust() {}

    /**
     * The system's certificates, Java's own, and a registry's.
     *
     * @param folder of {@code *.crt}, as Docker has it for each registry; may be missing
     */
    static SSLContext context(Path folder) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Path file : files(folder)) {
                for (Certificate certificate : certificates(file)) {
                    count++;
                    store.setCertificateEntry("ca-" + count, certificate);
                }
            }
            for (X509Certificate certificate : ofJava()) {
                count++;
                store.setCertificateEntry("ca-" + count, certificate);
            }
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the trusted certificates cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files =
                new ArrayList<>(SYSTEM.stream().filter(Files::isReadable).limit(1).toList());
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.list(folder)) {
                all.filter(file -> file.toString().endsWith(".crt")).sorted().forEach(files::add);
            }
        }
        return files;
    }

    private static List<Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
        }
    }

    private static List<X509Certificate> ofJava() throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        List<X509Certificate> found = new ArrayList<>();
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager trusted) {
                found.addAll(List.of(trusted.getAcceptedIssuers()));
            }
        }
        return found;
    }
}
